export { TaskPage as default } from '@/features/tasks/TaskPage'
