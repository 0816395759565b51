import Box from '@mui/material/Box'
import dynamic from 'next/dynamic'

import { useT } from '@/app/texts'
import { Waiting } from '@/parts/Waiting'
import { Crumbs } from '@/shell/Crumbs'
import { useHere } from '@/shell/here'

const Insight = dynamic(() => import('./Insight').then((loaded) => loaded.Insight), { ssr: false, loading: () => <Waiting rows={8} /> })

/** `/w/[workspace]/insight`: the flow of everything that the person may read. */
export function InsightPage() {
  const t = useT()
  const here = useHere()
  return (
    <Box sx={{ maxWidth: 1120, mx: 'auto', px: { xs: 4, sm: 8 }, py: { xs: 6, md: 9 } }}>
      <Crumbs items={[{ text: here.workspace.name, href: `/w/${here.slug}` }, { text: t('insight.title') }]} />
      <Insight project={null} />
    </Box>
  )
}
