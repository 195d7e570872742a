// Builds two things into dist/: the application (index.html and hashed files under /assets/) and the tracking
// page's script and style under fixed names, because the API writes the HTML that asks for them.
// Nothing is inlined: the content security policy allows no inline script, no inline style.
import { defineConfig } from 'vite';

const fixedNames = ['track'];

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: ['chrome123', 'firefox120', 'safari17.5'], // the first with light-dark()
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: { index: 'index.html', track: 'src/features/tracking/track.ts' },
      output: {
        entryFileNames: ({ name }) => (fixedNames.includes(name) ? '[name].js' : 'assets/[name]-[hash].js'),
        chunkFileNames: 'assets/[name]-[hash].js',
        assetFileNames: ({ names }) =>
          names.some((name) => fixedNames.includes(name.replace(/\.css$/, '')))
            ? '[name][extname]'
            : 'assets/[name]-[hash][extname]',
      },
    },
  },
  server: { host: '127.0.0.1' },
});
