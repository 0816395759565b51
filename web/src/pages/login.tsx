export { LoginPage as default } from '@/features/enter/LoginPage'
