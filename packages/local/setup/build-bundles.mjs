// Bundles the server side with esbuild: one file per process. Dependencies are bundled as well (reading a few
// hundred small files would be most of a process's start-up), except those with native code or WebAssembly, and the database
// engine, whose licence keeps it out of everything we build.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { apiSources, bundleForNode } from './bundle-for-node.mjs';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const folder = process.argv[2];
if (folder === undefined) throw new Error('Give the folder to build into.');

/** Output name → source. */
const processes = {
  ...apiSources,
  supervisor: 'packages/local/src/supervisor/start.ts',
  engine: 'packages/local/src/engine/main.ts',
  edge: 'packages/local/src/edge/main.ts',
  leash: 'packages/local/src/leash/leash.ts',
  prepare: 'packages/local/src/prepare/main.ts',
  demo: 'packages/local/src/demo/main.ts',
  report: 'packages/local/src/report/main.ts',
  signer: 'packages/local/src/signer/main.ts',
  commands: 'packages/local/src/commands/main.ts',
};

const missing = Object.values(processes).filter((source) => !existsSync(join(root, source)));
if (missing.length > 0)
  throw new Error(`These sources are missing: ${missing.join(', ')}. Check out the whole repository.`);

/** The driver looks for these and does without; some are never installed. */
const optionalToTheDriver = [
  'kerberos',
  'snappy',
  'socks',
  'gcp-metadata',
  'aws4',
  'mongodb-client-encryption',
  '@mongodb-js/*',
  '@aws-sdk/*',
];

await bundleForNode(root, processes, folder, ['@0q/*', '@node-rs/*', '@jsquash/*', ...optionalToTheDriver]);
