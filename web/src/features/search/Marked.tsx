import Box from '@mui/material/Box'
import { Fragment } from 'react'

/** A text with places to show; positions count UTF-16 units, as strings here do. */
export interface MarkedText {
  text: string
  ranges: { start: number; end: number }[]
}

/** A text in which the places that were searched for are marked. */
export function Marked({ marked }: { marked: MarkedText }) {
  const { text, ranges } = marked
  return (
    <>
      {ranges.map(({ start, end }, at) => (
        <Fragment key={start}>
          {text.slice(ranges[at - 1]?.end ?? 0, start)}
          <Box component="mark" sx={{ color: 'inherit', background: 'var(--rx-palette-token-accentSoft)', borderRadius: 0.5, fontWeight: 600 }}>
            {text.slice(start, end)}
          </Box>
        </Fragment>
      ))}
      {text.slice(ranges[ranges.length - 1]?.end ?? 0)}
    </>
  )
}
