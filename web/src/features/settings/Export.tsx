import Button from '@mui/material/Button'
import { unwrap } from '@renexus/client'
import { useState } from 'react'

import { problem } from '@/api/base'
import { client } from '@/app/client'
import { useSay } from '@/app/problems'
import { useT } from '@/app/texts'
import { Line, Panel, SectionHead } from '@/parts/Sections'
import { useHere } from '@/shell/here'

/** Takes everything along in one file. */
export function Export() {
  const t = useT()
  const here = useHere()
  const { fail } = useSay()
  const [busy, setBusy] = useState(false)
  const take = async () => {
    setBusy(true)
    try {
      const path = { workspace: here.slug }
      const archive: Blob = unwrap(await client.api.GET('/api/v1/workspaces/{workspace}/export', { params: { path }, parseAs: 'blob' }))
      const url = URL.createObjectURL(archive)
      const link = document.createElement('a')
      link.href = url
      link.download = `${here.slug}.zip`
      link.click()
      URL.revokeObjectURL(url)
    } catch (error) {
      fail(problem(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <SectionHead title={t('settings.export')} hint={t('settings.exportHint')} />
      <Panel>
        <Line title={t('settings.exportAll')} hint={t('settings.exportWhat')}>
          <Button variant="outlined" color="inherit" loading={busy} onClick={() => void take()}>{t('settings.exportDo')}</Button>
        </Line>
      </Panel>
    </>
  )
}
