// What the journeys start, made once before the first of them: the platform's own bundles and pages, which `npm start`
// would make just the same, and the API as one file. Reading TypeScript anew in each of its processes costs three seconds
// a process, and a run starts sixty. Journeys find the places in their environment.

import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { prepare } from '../packages/local/setup/prepare.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));

/** @param {import('vitest/node').TestProject} project */
export default async function makePrograms(project) {
  const folder = join(root, '.cache', `journeys-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  const make = async () => {
    const [platform] = await Promise.all([prepare(root), buildApi(folder)]);
    process.env['PLATFORM_PROGRAMS'] = platform;
    process.env['API_PROGRAM'] = join(folder, 'api.mjs');
  };
  await make();
  project.onTestsRerun(make); // while somebody watches, what they edit is what the next run starts
  return () => rmSync(folder, { recursive: true, force: true });
}

/**
 * As the platform's bundle of it, but for the driver of the database: journeys listen to what goes through that.
 * @param {string} folder
 */
async function buildApi(folder) {
  await build({
    absWorkingDir: root,
    entryPoints: {
      api: 'packages/api/src/main.ts',
      'photo-worker': 'packages/api/src/features/proofs/photo-worker.mjs',
    },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    format: 'esm',
    logLevel: 'error',
    external: ['mongodb', '@node-rs/*', '@jsquash/*'],
    banner: {
      js: "import { createRequire as cjsRequire } from 'node:module'; const require = cjsRequire(import.meta.url);",
    },
  });
}
