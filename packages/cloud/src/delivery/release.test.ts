import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeSampleRelease, sampleCommit } from '../../test/sample-release.ts';
import { provenanceOf, readBundle } from './bundle.ts';
import { digestOf, parseRelease, releaseId, webDigest } from './release.ts';

const imageId = 'ami-0123456789abcdef0';
const release = {
  commit: sampleCommit,
  api: digestOf('api'),
  web: digestOf('web'),
  databaseAccess: digestOf('function'),
  sbom: digestOf('sbom'),
  imageId,
};

describe('a release', () => {
  it('has one id, whatever the order of its fields', () => {
    const { api, commit, databaseAccess, sbom, web } = release;
    expect(releaseId({ imageId, sbom, web, databaseAccess, api, commit })).toBe(releaseId(release));
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
        'release.json: given text that is not JSON, allowed is a release with commit, api, web, databaseAccess, sbom (sha256:…) and imageId (ami-…); make it with npm run release.',
    });
  });
});

describe('a release on disk', () => {
  let folder = '';
  const made = () => join(folder, 'made');
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cool-bundle-'));
    makeSampleRelease(made(), {
      api: 'api',
      web: { 'index.html': 'page', 'assets/main.js': 'script' },
      imageId,
    });
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
    ['one byte of the archive', 'api.tar', 'Api', 'api digest'],
    ['one byte of the function', 'database-access.zip', 'x', 'databaseAccess digest'],
    ['its list of packages', 'sbom.cdx.json', '{}', 'sbom digest'],
    ['one byte of a page', 'web/index.html', 'Page', 'web digest'],
    ['a file that was not in it', 'web/extra.js', 'x', 'web digest'],
  ])('is refused after %s changed', (_what, path, text, sentence) => {
    writeFileSync(join(made(), path), text);
    expect(readBundle(made())).toMatchObject({ mistake: expect.stringContaining(sentence) });
  });

  it('is refused when a part is missing', () => {
    rmSync(join(made(), 'api.tar'));
    expect(readBundle(made())).toMatchObject({ mistake: expect.stringContaining('not a whole release') });
  });

  it.each([
    ['another commit', sampleCommit, 'b'.repeat(40), `about commit ${'b'.repeat(40)}`],
    ['other bytes', digestOf('api').slice(7), 'f'.repeat(64), 'for api.tar'],
    ['a file more', '"name": "api.tar"', '"name": "other.tar"', 'for other.tar'],
    ['something that is no statement', 'in-toto.io/Statement', 'example.org', 'no SLSA provenance statement'],
  ])('is refused with a provenance of %s', (_what, before, after, sentence) => {
    const path = provenanceOf({ folder: made() });
    const text = readFileSync(path, 'utf8');
    expect(text).toContain(before);
    writeFileSync(path, text.replaceAll(before, after));
    expect(readBundle(made())).toMatchObject({ mistake: expect.stringContaining(sentence) });
  });
});
