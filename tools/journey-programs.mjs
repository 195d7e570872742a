// What the journeys start, made once before the first of them: the platform's own bundles and pages, which `npm start`
// would make just the same, and the API as one file. Reading TypeScript anew in each of its processes costs three seconds
// a process, and a run starts sixty. Journeys find the places in their environment.

import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { apiSources, bundleForNode } from '../packages/local/setup/bundle-for-node.mjs';
import { prepare } from '../packages/local/setup/prepare.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));

/** Not bundled: native code and WebAssembly, and the driver of the database, because journeys listen to what goes through it. */
const listenedTo = ['mongodb', '@node-rs/*', '@jsquash/*'];

/** @param {import('vitest/node').TestProject} project */
export default async function makePrograms(project) {
  const folder = join(root, '.cache', `journeys-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  const make = async () => {
    const api = bundleForNode(root, apiSources, folder, listenedTo);
    const [platform] = await Promise.all([prepare(root), api]);
    process.env['PLATFORM_PROGRAMS'] = platform;
    process.env['API_PROGRAM'] = join(folder, 'api.mjs');
  };
  await make();
  project.onTestsRerun(make); // while somebody watches, what they edit is what the next run starts
  return () => rmSync(folder, { recursive: true, force: true });
}
