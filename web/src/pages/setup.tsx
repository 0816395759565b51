export { SetupPage as default } from '@/features/enter/SetupPage'
