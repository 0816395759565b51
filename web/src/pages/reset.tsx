export { ResetPage as default } from '@/features/enter/ResetPage'
