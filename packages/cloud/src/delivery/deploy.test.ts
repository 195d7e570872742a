import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeSampleRelease } from '../../test/sample-release.ts';
import type { Account } from './account.ts';
import type { Bundle } from './bundle.ts';
import { deploy } from './deploy.ts';
import { fetchRelease } from './fetch-release.ts';
import { hexOf, releaseId } from './release.ts';

/** An account in memory; `log` keeps what was done to it, in order. */
function accountInMemory(id: string, log: string[]) {
  const parameters = new Map<string, string>();
  const files = new Map<string, Uint8Array>();
  const account: Account = {
    id: async () => id,
    readParameter: async (name) => parameters.get(name),
    writeParameter: async (name, value) => {
      log.push(`write ${name}`);
      parameters.set(name, value);
    },
    readFolder: async (folder) =>
      [...parameters].filter(([name]) => name.startsWith(`${folder}/`)).map(([, value]) => value),
    bucketOf: async (stack) => `bucket-of-${stack}`,
    putFile: async (bucket, { key, body }) => {
      log.push(`put ${bucket} ${key}`);
      files.set(`${bucket}/${key}`, body);
    },
    getFile: async (bucket, key) => {
      const body = files.get(`${bucket}/${key}`);
      if (body === undefined) throw new Error(`no ${key}`);
      return body;
    },
    listKeys: async (bucket, prefix) =>
      [...files.keys()]
        .filter((path) => path.startsWith(`${bucket}/${prefix}`))
        .map((path) => path.slice(bucket.length + 1)),
  };
  return { account, parameters, files };
}

const sample = { api: 'api', web: { 'index.html': 'page', 'z.js': 'script' } };

describe('deploying a release', () => {
  let folder = '';
  let bundle: Bundle;
  let log: string[] = [];
  let dev = accountInMemory('111122223333', log);
  const run = (codes: readonly number[] = []) => {
    const left = [...codes];
    return deploy({
      bundle,
      account: dev.account,
      cdk: async (args) => {
        log.push(`cdk ${args.slice(0, args.indexOf('--app')).join(' ')}`);
        return left.shift() ?? 0;
      },
      request: { assembly: 'somewhere', environment: 'dev', parameters: [] },
      stacks: ['artefacts', 'front'],
      facts: { environment: 'dev', account: '111122223333', budgetMistakes: [] },
      now: () => new Date('2026-11-22T12:00:00Z'),
      say: () => {},
    });
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cool-deploy-'));
    bundle = makeSampleRelease(join(folder, 'made'), { ...sample, imageId: 'ami-0123456789abcdef0' });
    log = [];
    dev = accountInMemory('111122223333', log);
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('puts the artefact there before hosts ask for it, pages last, and remembers at the end', async () => {
    expect(await run()).toEqual({ kind: 'deployed', id: releaseId(bundle.release) });
    const { api, databaseAccess, sbom, web } = bundle.release;
    expect(log).toEqual([
      'cdk deploy dev/artefacts',
      `put bucket-of-dev-artefacts api/${hexOf(api)}`,
      `put bucket-of-dev-artefacts functions/${hexOf(databaseAccess)}`,
      `put bucket-of-dev-artefacts sbom/${hexOf(sbom)}`,
      `put bucket-of-dev-artefacts provenance/${hexOf(releaseId(bundle.release))}`,
      expect.stringMatching(`put bucket-of-dev-artefacts web/${hexOf(web)}/`),
      expect.stringMatching(`put bucket-of-dev-artefacts web/${hexOf(web)}/`),
      'write /cool-delivery/dev/image-id',
      'write /cool-delivery/dev/api-digest',
      'write /cool-delivery/dev/web-digest',
      'write /cool-delivery/dev/database-access-digest',
      'cdk deploy dev/artefacts dev/front',
      'put bucket-of-dev-front z.js',
      'put bucket-of-dev-front index.html',
      `write /cool-delivery/dev/releases/${hexOf(releaseId(bundle.release))}`,
      'write /cool-delivery/dev/release',
    ]);
  });

  it('changes nothing for a release without a host image, and says what makes one', async () => {
    bundle = makeSampleRelease(join(folder, 'without'), sample);
    expect(await run()).toEqual({
      kind: 'refused',
      sentences: [
        'deploy dev: given a release without a host image, allowed is one with the id of an image registered in EC2 (ami-…); register the image that was booted and attacked, and make the release with --image-id.',
      ],
    });
    expect(log).toEqual([]);
  });

  it('changes nothing in another account', async () => {
    dev = accountInMemory('222233334444', log);
    expect(await run()).toMatchObject({ kind: 'refused' });
    expect(log).toEqual([]);
  });

  it('gives the parameters back when CloudFormation refuses, and remembers nothing', async () => {
    dev.parameters.set('/cool-delivery/dev/image-id', 'ami-0aaaaaaaaaaaaaaaa');
    expect(await run([0, 1])).toMatchObject({ kind: 'failed' });
    expect(dev.parameters.get('/cool-delivery/dev/image-id')).toBe('ami-0aaaaaaaaaaaaaaaa');
    expect([...dev.parameters.keys()].filter((name) => name.includes('/release'))).toEqual([]);
  });

  it('stops before the artefact when the artefact stack fails', async () => {
    expect(await run([1])).toMatchObject({ kind: 'failed' });
    expect(log).toEqual(['cdk deploy dev/artefacts']);
  });

  const fetched = (wanted?: string) =>
    fetchRelease({
      from: 'dev',
      to: 'qa',
      wanted,
      account: dev.account,
      expectedAccount: '111122223333',
      folder: join(folder, 'fetched'),
    });

  it('can be fetched again, byte for byte', async () => {
    await run();
    expect(await fetched()).toEqual({ release: bundle.release });
  });

  it('cannot be fetched when one byte in the bucket changed', async () => {
    await run();
    dev.files.set(`bucket-of-dev-artefacts/api/${hexOf(bundle.release.api)}`, Buffer.from('Api'));
    expect(await fetched()).toMatchObject({
      refusal: expect.stringContaining('given files whose api digest is'),
    });
  });

  it('cannot be fetched with a statement about other files', async () => {
    await run();
    const key = `bucket-of-dev-artefacts/provenance/${hexOf(releaseId(bundle.release))}`;
    const text = Buffer.from(dev.files.get(key) ?? []).toString();
    dev.files.set(key, Buffer.from(text.replace(hexOf(bundle.release.api), 'f'.repeat(64))));
    expect(await fetched()).toMatchObject({
      refusal: expect.stringContaining(`given a statement that names sha256:${'f'.repeat(64)} for api.tar`),
    });
  });

  it('cannot be fetched when a file leaves its folder', async () => {
    await run();
    const climbing = `bucket-of-dev-artefacts/web/${hexOf(bundle.release.web)}/../../evil.js`;
    dev.files.set(climbing, Buffer.from('x'));
    await expect(fetched()).rejects.toThrow('given a path that leaves its folder');
  });

  it('cannot be fetched with a history somebody else wrote', async () => {
    await run();
    dev.parameters.set('/cool-delivery/dev/releases/x', '{"release":{"api":"latest"},"deployedAt":"now"}');
    await expect(fetched()).rejects.toThrow('somebody else wrote it');
    dev.parameters.set('/cool-delivery/dev/releases/x', 'mine');
    await expect(fetched()).rejects.toThrow('given mine, allowed is what deploy writes there');
  });

  it('is not asked for where there is no such step, before anybody signs in', async () => {
    const id = () => Promise.reject(new Error('no credentials'));
    const past = fetchRelease({
      from: 'dev',
      to: 'prod',
      wanted: undefined,
      account: { ...dev.account, id },
      expectedAccount: '111122223333',
      folder,
    });
    expect(await past).toEqual({
      refusal: expect.stringContaining('given a step that does not exist, allowed are dev qa and qa prod'),
    });
  });
});
