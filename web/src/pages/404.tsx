export { NotFound as default } from '@/features/enter/NotFound'
