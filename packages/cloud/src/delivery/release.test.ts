import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeBundle, readBundle } from './bundle.ts';
import { digestOf, parseRelease, releaseId, webDigest } from './release.ts';

const imageId = 'ami-0123456789abcdef0';
const release = { commit: 'a'.repeat(40), api: digestOf('api'), web: digestOf('web'), imageId };

describe('a release', () => {
  it('has one id, whatever the order of its fields', () => {
    const { api, commit, web } = release;
    expect(releaseId({ imageId, web, api, commit })).toBe(releaseId(release));
  });

  it('has another id when one digest differs', () => {
    expect(releaseId({ ...release, api: digestOf('other') })).not.toBe(releaseId(release));
  });

  it('has a web digest that names, bytes and nothing else decide', () => {
    const files = new Map([
      ['index.html', digestOf('a')],
      ['assets/main.js', digestOf('b')],
    ]);
    expect(webDigest(new Map([...files].reverse()))).toBe(webDigest(files));
    const swapped = new Map([
      ['index.html', digestOf('b')],
      ['assets/main.js', digestOf('a')],
    ]);
    expect(webDigest(swapped)).not.toBe(webDigest(files));
  });

  it.each([
    ['a tag instead of a digest', { ...release, api: 'latest' }, '/api'],
    ['a short commit', { ...release, commit: 'abc1234' }, '/commit'],
    ['an image that is none', { ...release, imageId: 'debian-13' }, '/imageId'],
    ['a field nobody knows', { ...release, note: 'x' }, 'a wrong form at /'],
  ])('with %s is refused', (_what, given, place) => {
    const parsed = parseRelease(JSON.stringify(given), 'release.json');
    expect(parsed).toMatchObject({ mistake: expect.stringContaining(place) });
  });

  it('that is not JSON is refused in one sentence', () => {
    expect(parseRelease('{', 'release.json')).toEqual({
      mistake:
        'release.json: given text that is not JSON, allowed is a release with commit, api, web (sha256:…) and imageId (ami-…); make it with npm run release.',
    });
  });
});

describe('a bundle', () => {
  let folder = '';
  const made = () => join(folder, 'made');
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cool-bundle-'));
    mkdirSync(join(folder, 'web', 'assets'), { recursive: true });
    writeFileSync(join(folder, 'api.tgz'), 'api');
    writeFileSync(join(folder, 'web', 'index.html'), 'page');
    writeFileSync(join(folder, 'web', 'assets', 'main.js'), 'script');
    const parts = {
      archive: join(folder, 'api.tgz'),
      web: join(folder, 'web'),
      commit: 'a'.repeat(40),
      imageId,
    };
    makeBundle(made(), parts);
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('is read back as it was made', () => {
    const bundle = readBundle(made());
    expect(bundle).toMatchObject({ release: { api: digestOf('api'), imageId } });
    expect('web' in bundle ? [...bundle.web.keys()].sort() : bundle).toEqual([
      'assets/main.js',
      'index.html',
    ]);
  });

  it.each([
    ['one byte of the archive', 'api.tar.gz', 'Api', 'api digest'],
    ['one byte of a page', 'web/index.html', 'Page', 'web digest'],
    ['a file that was not in it', 'web/extra.js', 'x', 'web digest'],
  ])('is refused after %s changed', (_what, path, text, sentence) => {
    writeFileSync(join(made(), path), text);
    expect(readBundle(made())).toMatchObject({ mistake: expect.stringContaining(sentence) });
  });

  it('is refused when a part is missing', () => {
    rmSync(join(made(), 'api.tar.gz'));
    expect(readBundle(made())).toMatchObject({ mistake: expect.stringContaining('not a whole release') });
  });
});
