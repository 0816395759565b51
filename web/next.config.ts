import type { NextConfig } from 'next'

const config: NextConfig = {
  // Static files that the server embeds; a dynamic page becomes `[name].html` and is served for any name.
  output: 'export',
  reactStrictMode: true,
  poweredByHeader: false,
  images: { unoptimized: true },
  // Where hashed files come from, when a CDN stands in front; empty is the server itself.
  assetPrefix: process.env.RENEXUS_WEB_ASSETS ?? '',
  devIndicators: false
}

export default config
