export { Start as default } from '@/features/enter/Start'
