// The function as Lambda takes it: our sources with the driver in one file, and the authority its connections are
// checked against. Two builds of one commit are the same bytes, so its digest names it. AWS's SDK comes with the runtime.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { authorityFile } from './function-names.ts';
import { zipOf } from './zip.ts';

/** What it imports; AWS's SDK comes with the runtime. */
export const databaseAccessPackages = ['mongodb', 'typebox'] as const;

const ownSources = fileURLToPath(new URL('../../../../', import.meta.url));
const entry = 'packages/cloud/src/database-access/main.ts';
const authority = `packages/cloud/certificates/${authorityFile}`;

// Parts of the driver for what we do not use: Kerberos, compression, client-side encryption, other clouds, proxies.
const notUsed = [
  '@mongodb-js/zstd',
  'aws4',
  'gcp-metadata',
  'kerberos',
  'mongodb-client-encryption',
  'snappy',
  'socks',
];

/** `sources` is the repository: of this checkout, or as a release exports it, with the driver installed. */
export async function databaseAccessArchive(sources = ownSources): Promise<Uint8Array> {
  return zipOf(await databaseAccessFiles(sources));
}

export async function databaseAccessFiles(sources = ownSources): Promise<ReadonlyMap<string, Uint8Array>> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    absWorkingDir: sources, // comments name paths from here, wherever the checkout lies
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    external: ['@aws-sdk/*', ...notUsed],
    legalComments: 'inline',
    logLevel: 'error',
  });
  const [code] = outputFiles;
  if (code === undefined) throw new Error('esbuild made no file of the database access function.');
  return new Map<string, Uint8Array>([
    ['index.js', code.contents],
    [authorityFile, readFileSync(join(sources, authority))],
  ]);
}
