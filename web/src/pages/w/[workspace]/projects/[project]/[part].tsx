export { PartPage as default } from '@/features/projects/planning/PartPage'
