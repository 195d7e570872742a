// How one file is made for Node out of a process's sources: what `npm start` runs, and what journeys start.

import { build } from 'esbuild';

/**
 * @param {string} root
 * @param {Readonly<Record<string, string>>} entryPoints output name → source
 * @param {string} folder
 * @param {readonly string[]} external left where they lie
 */
export async function bundleForNode(root, entryPoints, folder, external) {
  await build({
    absWorkingDir: root,
    entryPoints: { ...entryPoints },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    format: 'esm',
    logLevel: 'error',
    legalComments: 'none',
    external: [...external],
    // Bundled CommonJS asks for `require`, which an ES module does not have.
    banner: {
      js: "import { createRequire as cjsRequire } from 'node:module'; const require = cjsRequire(import.meta.url);",
    },
  });
}

/** The API's process and the one it starts beside itself. */
export const apiSources = {
  api: 'packages/api/src/main.ts',
  'photo-worker': 'packages/api/src/features/proofs/photo-worker.mjs',
};
