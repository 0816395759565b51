export { InsightPage as default } from '@/features/insight/InsightPage'
