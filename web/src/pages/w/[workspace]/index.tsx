export { MyWork as default } from '@/features/work/MyWork'
