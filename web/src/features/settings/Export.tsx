import Button from '@mui/material/Button'
import { useState } from 'react'

import { client, problemOf } from '@/app/client'
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
      const answer = await client.fetch(`/api/v1/workspaces/${here.slug}/export`, {})
      if (!answer.ok) throw await problemOf(answer)
      const url = URL.createObjectURL(await answer.blob())
      const link = document.createElement('a')
      link.href = url
      link.download = `${here.slug}.zip`
      link.click()
      URL.revokeObjectURL(url)
    } catch (error) {
      fail(error)
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
