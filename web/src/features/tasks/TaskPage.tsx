import { useT } from '@/app/texts'
import { Crumbs } from '@/shell/Crumbs'
import { useHere } from '@/shell/here'

/** Drawn by what this page is about. */
export function TaskPage() {
  const t = useT()
  const here = useHere()
  return <Crumbs items={[{ text: here.workspace.name, href: `/w/${here.slug}` }, { text: t('shell.loading') }]} />
}
