import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databaseAccessArchive, databaseAccessFiles } from './function-archive.ts';
import { authorityFile } from './function-names.ts';
import { zipOf } from './zip.ts';

const optional = /^(@mongodb-js\/zstd|aws4|gcp-metadata|kerberos|mongodb-client-encryption|snappy|socks)$/;

describe('the archive of the function', () => {
  let folder = '';
  let files: ReadonlyMap<string, Uint8Array> = new Map();
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cool-function-'));
    files = await databaseAccessFiles();
    for (const [path, bytes] of files) writeFileSync(join(folder, path), bytes);
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const code = () => Buffer.from(files.get('index.js') ?? '').toString();

  it('is the same bytes each time', async () => {
    expect(Buffer.compare(await databaseAccessArchive(), zipOf(files))).toBe(0); // the files are a build of their own
  });

  it('holds the code and the authority, and nothing of this machine', () => {
    expect([...files.keys()]).toEqual(['index.js', authorityFile]);
    expect(code()).not.toContain(process.cwd());
    expect(code().length).toBeLessThan(10_000_000); // Lambda shows and edits more, but reads it slower
  });

  it('runs by itself, with nothing beside it but what the runtime brings', () => {
    const program = `
      const Module = require('node:module');
      const load = Module._load;
      Module._load = (name, ...rest) => name === '@aws-sdk/client-secrets-manager'
        ? { SecretsManager: class {}, ResourceNotFoundException: class extends Error {} } : load(name, ...rest);
      require('./index.js').handler({ grant: true }).catch((error) => console.log(error.message));`;
    const run = spawnSync(process.execPath, ['-e', program], {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'] ?? '' },
    });
    expect(run.stdout).toContain('grant: Setting API_SECRET: given nothing');
  });

  it('trusts one authority: Amazon’s own root for databases of this region', () => {
    const certificate = new X509Certificate(files.get(authorityFile) ?? '');
    expect(certificate.subject).toContain('CN=Amazon RDS eu-west-1 Root CA RSA4096 G1');
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.fingerprint256).toBe(
      '62:E2:9E:F9:03:10:94:7E:ED:5D:55:46:02:1D:63:60:08:FA:D3:29:FA:B9:EA:31:BA:1A:E7:68:B7:34:F2:9A',
    );
  });

  it('names no module but Node’s, the runtime’s, and parts of the driver it can do without', () => {
    const named = [...code().matchAll(/\brequire\("([^"./][^"]*)"\)/g)].map(([, name = '']) => name);
    const foreign = [...new Set(named)].filter(
      (name) => !builtinModules.includes(name.replace(/^node:/, '')) && !optional.test(name),
    );
    expect(foreign.sort()).toEqual(['@aws-sdk/client-secrets-manager', '@aws-sdk/credential-providers']);
  });
});
