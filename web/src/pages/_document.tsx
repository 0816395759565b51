import { Head, Html, Main, NextScript } from 'next/document'

/** The page around the app. It holds no script of its own: the server's content policy allows files alone. */
export default function Document() {
  return (
    <Html lang="en">
      <Head>
        <meta charSet="utf-8" />
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        {/* Before anything is drawn, so that dark pages do not flash. */}
        <script src="/theme.js" />
      </Head>
      <body>
        <Main />
        <NextScript />
      </body>
    </Html>
  )
}
