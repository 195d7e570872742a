// The function as Lambda takes it: our sources with the driver in one file, and the authority its connections are
// checked against. Two builds of one commit are the same bytes, so its digest names it. AWS's SDK comes with the runtime.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { zipOf } from './zip.ts';

export const authorityFile = 'rds-eu-west-1-rsa4096-g1.pem';

const entry = fileURLToPath(new URL('main.ts', import.meta.url));
const root = fileURLToPath(new URL('../../../../', import.meta.url));
const authority = new URL(`../../certificates/${authorityFile}`, import.meta.url);

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

export async function databaseAccessArchive(): Promise<Uint8Array> {
  return zipOf(await databaseAccessFiles());
}

export async function databaseAccessFiles(): Promise<ReadonlyMap<string, Uint8Array>> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    absWorkingDir: root, // comments name paths from here, wherever the checkout lies
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
    [authorityFile, readFileSync(authority)],
  ]);
}
