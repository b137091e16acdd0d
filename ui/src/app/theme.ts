// SPDX-License-Identifier: MPL-2.0
import { createTheme } from '@mui/material/styles';

declare module '@mui/material/styles' {
  interface TypeText {
    /** For what is to be seen as written in code: names, versions, JSON. */
    code: string;
  }
}

const MONO = 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace';

/** How everything looks, in the light and in the dark. All colors on their backgrounds have a contrast of 4.5 at least. */
export const theme = createTheme({
  cssVariables: { colorSchemeSelector: 'data-theme' },
  colorSchemes: {
    light: {
      palette: {
        primary: { main: '#4338ca' },
        secondary: { main: '#0f766e' },
        error: { main: '#b91c1c' },
        warning: { main: '#a34a05' },
        success: { main: '#15703a' },
        info: { main: '#1d5fa8' },
        background: { default: '#f6f7f9', paper: '#ffffff' },
        text: { primary: '#16181d', secondary: '#545b68', code: '#16181d' },
        divider: '#e1e4ea',
      },
    },
    dark: {
      palette: {
        primary: { main: '#a5b4fc' },
        secondary: { main: '#5eead4' },
        // Deep enough that danger looks like it; as text it has a contrast of 4.5 on the dark background.
        error: { main: '#f87171' },
        warning: { main: '#fcbf5d' },
        success: { main: '#86e0a3' },
        info: { main: '#93c5fd' },
        background: { default: '#0f1115', paper: '#171a21' },
        text: { primary: '#eceef2', secondary: '#a3abb9', code: '#eceef2' },
        divider: '#2b303b',
      },
    },
  },
  shape: { borderRadius: 8 },
  typography: {
    fontFamily: '"Inter Variable", system-ui, -apple-system, "Segoe UI", sans-serif',
    fontSize: 14,
    h1: { fontSize: '1.5rem', fontWeight: 650, letterSpacing: '-0.015em' },
    h2: { fontSize: '1.125rem', fontWeight: 620, letterSpacing: '-0.01em' },
    body1: { fontSize: '0.9375rem' },
    h3: { fontSize: '1rem', fontWeight: 600 },
    subtitle2: { fontWeight: 600 },
    button: { textTransform: 'none', fontWeight: 560 },
    overline: { textTransform: 'none', letterSpacing: 0, fontWeight: 560, lineHeight: 1.6 },
  },
  components: {
    MuiCssBaseline: {
      styleOverrides: {
        'code, pre, kbd': { fontFamily: MONO, fontSize: '0.92em' },
        a: { color: 'var(--mui-palette-primary-main)' },
        '@media (pointer: coarse)': {
          'main li a:not(.MuiChip-root), main .row a, main td a, main th a': {
            display: 'inline-block',
            paddingBlock: 10,
          },
        },
        ':focus-visible': { outline: '2px solid currentColor', outlineOffset: 2 },
      },
    },
    MuiButton: {
      defaultProps: { disableElevation: true },
      styleOverrides: { root: { '@media (pointer: coarse)': { minHeight: 44 } } },
      // What is dangerous looks so in the dark too.
      variants: [
        {
          props: { variant: 'contained', color: 'error' },
          style: { backgroundColor: '#b91c1c', color: '#ffffff', '&:hover': { backgroundColor: '#991b1b' } },
        },
      ],
    },
    MuiIconButton: {
      styleOverrides: { root: { '@media (pointer: coarse)': { minWidth: 44, minHeight: 44 } } },
    },
    MuiPaper: {
      defaultProps: { variant: 'outlined' },
      styleOverrides: { root: { backgroundImage: 'none' } },
    },
    MuiTextField: { defaultProps: { size: 'small' } },
    MuiFormControl: { defaultProps: { size: 'small' } },
    MuiAutocomplete: { defaultProps: { size: 'small' } },
    MuiTooltip: { defaultProps: { arrow: true } },
    MuiDialog: { defaultProps: { fullWidth: true } },
    MuiChip: { defaultProps: { size: 'small' } },
    MuiTableCell: { styleOverrides: { head: { fontWeight: 600, whiteSpace: 'nowrap' } } },
    MuiLink: { defaultProps: { underline: 'always' } },
  },
});
