/** @type {import('next').NextConfig} */
const config = {
  // The web process gets a self-contained copy that an unprivileged user can read (server/http/web-process.ts).
  output: 'standalone',
  outputFileTracingRoot: import.meta.dirname,
  reactStrictMode: true,
  poweredByHeader: false,
  devIndicators: false,
  turbopack: { root: import.meta.dirname },
  // Types are checked by `npm run types`, once for the whole tree.
  typescript: { ignoreBuildErrors: true },
}

export default config
