import Box from '@mui/material/Box'

/** Grounds on which white letters have a contrast of 4.5 or more. */
const GROUNDS = ['#0b7568', '#8a4b08', '#7a3fa0', '#1f5fa8', '#a12d55', '#47651a', '#5b5fc7', '#8c3a2b', '#2d6a77', '#6d5a13']

const ground = (id: string): string => {
  let sum = 0
  for (const letter of id) sum = (sum * 31 + letter.charCodeAt(0)) >>> 0
  return GROUNDS[sum % GROUNDS.length] ?? '#0b7568'
}

/** The colour of a person everywhere: their letters, their cursor. */
export const colorOf = ground

const letters = (name: string): string => {
  const words = name.trim().split(/\s+/)
  const first = words[0]?.[0] ?? '?'
  const last = words.length > 1 ? (words[words.length - 1]?.[0] ?? '') : ''
  return (first + last).toUpperCase()
}

export interface AvatarProps {
  id: string
  name: string
  picture?: string | null | undefined
  size?: number
  /** Next to the name the picture says nothing new. */
  decorative?: boolean
}

/** A person's picture, or their letters on their colour. */
export function Avatar({ id, name, picture, size = 20, decorative = false }: AvatarProps) {
  const said = decorative ? { 'aria-hidden': true } : { role: 'img', 'aria-label': name }
  return (
    <Box
      component="span"
      {...said}
      title={decorative ? undefined : name}
      sx={{
        width: size,
        height: size,
        flex: 'none',
        borderRadius: '50%',
        overflow: 'hidden',
        display: 'inline-grid',
        placeItems: 'center',
        color: '#fff',
        fontSize: Math.max(9, size * 0.4),
        fontWeight: 620,
        lineHeight: 1,
        letterSpacing: 0,
        userSelect: 'none',
        background: ground(id)
      }}
    >
      {picture ? <img src={picture} alt="" width={size} height={size} style={{ objectFit: 'cover' }} /> : letters(name)}
    </Box>
  )
}
