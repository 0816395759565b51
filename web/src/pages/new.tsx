export { NewWorkspacePage as default } from '@/features/enter/NewWorkspacePage'
