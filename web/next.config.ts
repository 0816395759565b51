import type { NextConfig } from 'next'

const config: NextConfig = {
  // Static files that the server embeds; a dynamic page becomes `[name].html` and is served for any name.
  output: 'export',
  reactStrictMode: true,
  poweredByHeader: false,
  // `npm run check` looks at types; a build does not once more.
  typescript: { ignoreBuildErrors: true },
  images: { unoptimized: true },
  devIndicators: false
}

export default config
