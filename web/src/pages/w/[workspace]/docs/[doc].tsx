export { DocumentPage as default } from '@/features/documents/DocumentPage'
