import '@fontsource-variable/inter/index.css'

import CssBaseline from '@mui/material/CssBaseline'
import { ThemeProvider } from '@mui/material/styles'
import { RenexusProvider } from '@renexus/client/react'
import type { AppProps } from 'next/app'
import Head from 'next/head'
import { useSyncExternalStore } from 'react'
import { Provider } from 'react-redux'

import { askAhead } from '@/app/ahead'
import { client } from '@/app/client'
import { store } from '@/app/store'
import { TextsProvider } from '@/app/texts'
import { Guard } from '@/parts/Guard'
import { SCHEME_KEY } from '@/shell/appearance'
import { CommandsProvider } from '@/shell/commands'
import { Shell } from '@/shell/Shell'
import { SlotsProvider } from '@/shell/slots'
import { Snacks } from '@/shell/Snacks'
import { theme } from '@/theme/theme'

const FRAMED = ['/w/', '/account/']

const never = () => () => undefined

if (typeof window !== 'undefined') askAhead(window.location.pathname)

/** Everything around every page. Pages are drawn in the browser alone: they need to know who looks. */
export default function App({ Component, pageProps, router }: AppProps) {
  const drawn = useSyncExternalStore(never, () => true, () => false)
  const page = <Component {...pageProps} />
  const framed = FRAMED.some((start) => router.pathname.startsWith(start))
  return (
    <>
      <Head>
        <title>Renexus</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
      </Head>
      <ThemeProvider theme={theme} defaultMode="system" modeStorageKey={SCHEME_KEY} disableTransitionOnChange>
        <CssBaseline />
        {drawn && (
          <RenexusProvider client={client}>
          <Provider store={store}>
            <TextsProvider>
              <SlotsProvider>
                <CommandsProvider>
                  <Guard>{framed ? <Shell>{page}</Shell> : page}</Guard>
                  <Snacks />
                </CommandsProvider>
              </SlotsProvider>
            </TextsProvider>
          </Provider>
          </RenexusProvider>
        )}
      </ThemeProvider>
    </>
  )
}
