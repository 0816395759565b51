import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Typography from '@mui/material/Typography'
import { Component, type ReactNode } from 'react'

import { useT } from '@/app/texts'

function Broken({ again }: { again: () => void }) {
  const t = useT()
  return (
    <Box role="alert" sx={{ p: 8, display: 'grid', gap: 2, justifyItems: 'center', textAlign: 'center' }}>
      <Typography variant="h3" component="p">
        {t('shell.broken')}
      </Typography>
      <Typography variant="body2" sx={{ color: 'text.secondary', maxWidth: 380 }}>
        {t('shell.brokenHint')}
      </Typography>
      <Button variant="outlined" color="inherit" onClick={again} sx={{ mt: 2 }}>
        {t('shell.retry')}
      </Button>
    </Box>
  )
}

/** What fails inside does not take the rest of the page along. */
export class Guard extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError() {
    return { failed: true }
  }

  override render() {
    if (this.state.failed) return <Broken again={() => this.setState({ failed: false })} />
    return this.props.children
  }
}
