export { VerifyPage as default } from '@/features/enter/VerifyPage'
