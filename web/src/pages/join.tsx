export { JoinPage as default } from '@/features/enter/JoinPage'
