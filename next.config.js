/** @type {import('next').NextConfig} */
const config = {
  // The web process gets a self-contained copy that an unprivileged user can read (server/http/web-process.ts).
  output: 'standalone',
  outputFileTracingRoot: import.meta.dirname,
  reactStrictMode: true,
  poweredByHeader: false,
  devIndicators: false,
  // Markdown is taken in as text (app/docs/texts.ts).
  turbopack: { root: import.meta.dirname, rules: { '*.md': { type: 'raw' } } },
  // Types are checked by `npm run types`, once for the whole tree.
  typescript: { ignoreBuildErrors: true },
}

export default config
