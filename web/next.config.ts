import type { NextConfig } from 'next'

const config: NextConfig = {
  // Static files that the server embeds; a dynamic page becomes `[name].html` and is served for any name.
  output: 'export',
  reactStrictMode: true,
  poweredByHeader: false,
  images: { unoptimized: true },
  devIndicators: false
}

export default config
