import type { Components, Theme } from '@mui/material/styles'

import { motion, radius } from './tokens'

type Styled = Components<Omit<Theme, 'components'>>

/** A ring that is seen by who moves with the keyboard. */
const ring = {
  outline: '2px solid var(--rx-palette-token-accent)',
  outlineOffset: 1
} as const

const popover = {
  border: '1px solid var(--rx-palette-token-line)',
  borderRadius: radius.large,
  boxShadow: '0 1px 2px rgb(var(--rx-palette-token-shadow) / .08), 0 12px 32px rgb(var(--rx-palette-token-shadow) / .16)',
  backgroundImage: 'none'
} as const

/** How Material UI's parts look and behave here. */
export const components: Styled = {
  MuiCssBaseline: {
    styleOverrides: {
      html: { height: '100%', WebkitTextSizeAdjust: '100%' },
      body: { height: '100%', fontFeatureSettings: '"cv05","cv11","ss03"', WebkitFontSmoothing: 'antialiased' },
      '#__next': { height: '100%' },
      ':root': { '--row': '32px', '--row-gap': '2px', '--pad': '12px', colorScheme: 'light' },
      ':root[data-scheme="dark"]': { colorScheme: 'dark' },
      ':root[data-density="cozy"]': { '--row': '40px', '--row-gap': '4px', '--pad': '16px' },
      '@media (pointer: coarse)': { ':root': { '--row': '42px' } },
      '::selection': { background: 'var(--rx-palette-token-accentSoft)', color: 'var(--rx-palette-token-text)' },
      ':focus-visible': ring,
      a: { color: 'inherit' },
      '*': { scrollbarWidth: 'thin', scrollbarColor: 'var(--rx-palette-token-lineStrong) transparent' },
      '@media (prefers-reduced-motion: reduce)': {
        '*, *::before, *::after': {
          animationDuration: '0.01ms !important',
          animationIterationCount: '1 !important',
          transitionDuration: '0.01ms !important',
          scrollBehavior: 'auto !important'
        }
      }
    }
  },
  MuiButtonBase: {
    defaultProps: { disableRipple: true, disableTouchRipple: true },
    styleOverrides: { root: { fontFamily: 'inherit', '&.Mui-focusVisible': ring } }
  },
  MuiButton: {
    defaultProps: { disableElevation: true, size: 'small' },
    styleOverrides: {
      root: {
        minHeight: 32,
        padding: '4px 12px',
        borderRadius: radius.medium,
        whiteSpace: 'nowrap',
        transition: `background-color ${motion.quick}, border-color ${motion.quick}`,
        variants: [
          {
            props: { variant: 'outlined', color: 'inherit' },
            style: {
              borderColor: 'var(--rx-palette-token-lineStrong)',
              background: 'var(--rx-palette-token-raised)',
              '&:hover': { background: 'var(--rx-palette-token-hover)' }
            }
          },
          { props: { variant: 'contained', color: 'primary' }, style: { '&.Mui-disabled': { background: 'var(--rx-palette-token-chosen)', color: 'var(--rx-palette-token-textFaint)' }, '&:hover': { background: 'var(--rx-palette-token-accentHover)' } } },
          { props: { variant: 'text', color: 'inherit' }, style: { color: 'var(--rx-palette-token-textMuted)' } }
        ]
      },
      startIcon: { marginRight: 6 },
      sizeLarge: { minHeight: 40, fontSize: '0.875rem' }
    }
  },
  MuiIconButton: {
    defaultProps: { size: 'small' },
    styleOverrides: {
      root: {
        width: 28,
        height: 28,
        borderRadius: radius.medium,
        color: 'var(--rx-palette-token-textMuted)',
        transition: `background-color ${motion.quick}`,
        '&:hover': { background: 'var(--rx-palette-token-hover)', color: 'var(--rx-palette-token-text)' },
        '@media (pointer: coarse)': { width: 40, height: 40 }
      }
    }
  },
  MuiPaper: { defaultProps: { elevation: 0 }, styleOverrides: { root: { backgroundImage: 'none' } } },
  MuiOutlinedInput: {
    defaultProps: { notched: false },
    styleOverrides: {
      root: {
        borderRadius: radius.medium,
        background: 'var(--rx-palette-token-raised)',
        '& .MuiOutlinedInput-notchedOutline': { borderColor: 'var(--rx-palette-token-lineStrong)', top: 0 },
        '& .MuiOutlinedInput-notchedOutline legend': { display: 'none' },
        '&:hover:not(.Mui-focused, .Mui-error, .Mui-disabled) .MuiOutlinedInput-notchedOutline': { borderColor: 'var(--rx-palette-token-textFaint)' },
        '&.Mui-focused .MuiOutlinedInput-notchedOutline': { borderWidth: 1, boxShadow: '0 0 0 3px var(--rx-palette-token-accentSoft)' }
      },
      input: { padding: '7px 10px', height: 20, fontSize: '0.875rem', '&::placeholder': { color: 'var(--rx-palette-token-textFaint)', opacity: 1 } },
      multiline: { padding: '8px 10px', '& textarea': { padding: 0 } }
    }
  },
  MuiTextField: { defaultProps: { size: 'small', fullWidth: true } },
  MuiInputLabel: { defaultProps: { shrink: true } },
  MuiFormHelperText: { styleOverrides: { root: { margin: '4px 0 0', fontSize: '0.75rem' } } },
  MuiSelect: { defaultProps: { size: 'small' }, styleOverrides: { select: { paddingRight: '28px !important' } } },
  MuiMenu: { defaultProps: { transitionDuration: 90 }, styleOverrides: { paper: { ...popover, marginTop: 4 }, list: { padding: 4 } } },
  MuiPopover: { styleOverrides: { paper: popover } },
  MuiMenuItem: {
    styleOverrides: {
      root: {
        minHeight: 32,
        padding: '4px 10px',
        borderRadius: radius.small,
        fontSize: '0.8125rem',
        gap: 8,
        '&.Mui-selected, &.Mui-selected:hover': { background: 'var(--rx-palette-token-chosen)' },
        '&.Mui-focusVisible': { background: 'var(--rx-palette-token-hover)' },
        '@media (pointer: coarse)': { minHeight: 40 }
      }
    }
  },
  MuiDialog: { styleOverrides: { paper: { ...popover, borderRadius: 12 } } },
  MuiDialogTitle: { styleOverrides: { root: { fontSize: '1rem', fontWeight: 600, padding: '20px 24px 8px' } } },
  MuiDialogContent: { styleOverrides: { root: { padding: '8px 24px 16px' } } },
  MuiDialogActions: { styleOverrides: { root: { padding: '12px 24px 20px' } } },
  MuiBackdrop: { styleOverrides: { root: { variants: [{ props: { invisible: false }, style: { background: 'rgb(12 14 16 / .42)' } }] } } },
  MuiTooltip: {
    defaultProps: { enterDelay: 400, enterNextDelay: 200, disableInteractive: false },
    styleOverrides: {
      tooltip: {
        background: 'var(--rx-palette-token-text)',
        color: 'var(--rx-palette-token-ground)',
        fontSize: '0.75rem',
        fontWeight: 500,
        padding: '4px 8px',
        borderRadius: radius.small
      }
    }
  },
  MuiTabs: {
    styleOverrides: {
      root: { minHeight: 36, borderBottom: '1px solid var(--rx-palette-token-line)' },
      indicator: { height: 2, borderRadius: 2 }
    }
  },
  MuiTab: {
    styleOverrides: {
      root: { minHeight: 36, minWidth: 0, padding: '6px 2px', marginRight: 20, fontSize: '0.8125rem', '&.Mui-selected': { color: 'var(--rx-palette-token-text)' } }
    }
  },
  MuiChip: { styleOverrides: { root: { height: 22, fontSize: '0.75rem', borderRadius: 11 }, outlined: { borderColor: 'var(--rx-palette-token-line)' } } },
  MuiSkeleton: { defaultProps: { animation: 'wave' }, styleOverrides: { root: { backgroundColor: 'var(--rx-palette-token-hover)' } } },
  MuiCheckbox: { defaultProps: { size: 'small' }, styleOverrides: { root: { padding: 5 } } },
  MuiLink: { defaultProps: { underline: 'hover' }, styleOverrides: { root: { color: 'var(--rx-palette-token-accentText)', fontWeight: 540 } } },
  MuiDivider: { styleOverrides: { root: { borderColor: 'var(--rx-palette-token-line)' } } }
}
