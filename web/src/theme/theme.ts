import { createTheme } from '@mui/material/styles'

import { components } from './components'
import { dark, fonts, light, motion, radius, type Palette } from './tokens'

declare module '@mui/material/styles' {
  interface Palette {
    token: import('./tokens').Palette
  }
  interface PaletteOptions {
    token: import('./tokens').Palette
  }
  interface TypographyVariants {
    mono: React.CSSProperties
  }
  interface TypographyVariantsOptions {
    mono?: React.CSSProperties
  }
}

declare module '@mui/material/Typography' {
  interface TypographyPropsVariantOverrides {
    mono: true
  }
}

const palette = (token: Palette) => ({
  token,
  primary: { main: token.accent, dark: token.accentHover, light: token.accentSoft, contrastText: token.onAccent },
  error: { main: token.danger, contrastText: token.ground },
  warning: { main: token.warning, contrastText: token.ground },
  success: { main: token.success, contrastText: token.ground },
  info: { main: token.info, contrastText: token.ground },
  text: { primary: token.text, secondary: token.textMuted, disabled: token.textFaint },
  background: { default: token.ground, paper: token.raised },
  divider: token.line,
  action: { hover: token.hover, selected: token.chosen }
})

/** The one theme: both schemes are CSS variables, so that nothing is rendered anew when the scheme changes. */
export const theme = createTheme({
  cssVariables: { cssVarPrefix: 'rx', colorSchemeSelector: '[data-scheme="%s"]' },
  colorSchemes: { light: { palette: palette(light) }, dark: { palette: palette(dark) } },
  shape: { borderRadius: radius.medium },
  spacing: 4,
  typography: {
    fontFamily: fonts.text,
    fontSize: 14,
    htmlFontSize: 16,
    fontWeightMedium: 540,
    fontWeightBold: 620,
    h1: { fontSize: '1.5rem', lineHeight: 1.25, fontWeight: 620, letterSpacing: '-0.018em' },
    h2: { fontSize: '1.0625rem', lineHeight: 1.35, fontWeight: 600, letterSpacing: '-0.011em' },
    h3: { fontSize: '0.9375rem', lineHeight: 1.4, fontWeight: 600, letterSpacing: '-0.008em' },
    subtitle1: { fontSize: '0.875rem', lineHeight: 1.45, fontWeight: 540 },
    subtitle2: { fontSize: '0.8125rem', lineHeight: 1.4, fontWeight: 540 },
    body1: { fontSize: '0.875rem', lineHeight: 1.55 },
    body2: { fontSize: '0.8125rem', lineHeight: 1.5 },
    caption: { fontSize: '0.75rem', lineHeight: 1.4 },
    overline: { fontSize: '0.75rem', lineHeight: 1.4, fontWeight: 540, textTransform: 'none', letterSpacing: 0 },
    button: { fontSize: '0.8125rem', fontWeight: 540, textTransform: 'none', letterSpacing: '-0.003em' },
    mono: { fontFamily: fonts.mono, fontSize: '0.75rem' }
  },
  transitions: { easing: { easeInOut: motion.ease, easeOut: motion.ease } },
  components
})
