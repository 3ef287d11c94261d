/** @type {import('next').NextConfig} */
const config = {
  // The web process gets a self-contained copy that an unprivileged user can read (server/http/web-process.ts).
  output: 'standalone',
  outputFileTracingRoot: import.meta.dirname,
  // The thread that draws pictures is started from its file, which nothing imports.
  outputFileTracingIncludes: {
    '/s/*/picture.png': [
      'components/snippet/picture-worker.mjs',
      'node_modules/next/og.js',
      'node_modules/next/dist/server/og/image-response.js',
      'node_modules/next/dist/compiled/@vercel/og/**',
      'node_modules/@fontsource/{inter,jetbrains-mono}/{package.json,LICENSE}',
      'node_modules/@fontsource/inter/files/inter-{latin,latin-ext,cyrillic,greek}-600-normal.woff',
      'node_modules/@fontsource/jetbrains-mono/files/jetbrains-mono-{latin,latin-ext,cyrillic,greek}-400-normal.woff',
      'node_modules/dejavu-fonts-ttf/{package.json,LICENSE,ttf/DejaVuSansMono.ttf}',
    ],
  },
  // No page has pictures to be scaled: what would decode them is not reachable.
  images: { unoptimized: true },
  reactStrictMode: true,
  poweredByHeader: false,
  devIndicators: false,
  // Markdown is taken in as text (app/docs/texts.ts).
  turbopack: { root: import.meta.dirname, rules: { '*.md': { type: 'raw' } } },
  // Types are checked by `npm run types`, once for the whole tree.
  typescript: { ignoreBuildErrors: true },
}

export default config
