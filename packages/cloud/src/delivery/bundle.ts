// A release on disk: release.json, the API's archive and the web files. Reading one computes every digest anew: a
// bundle whose bytes are not those of its manifest is refused.

import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { digestOf, parseRelease, type Release, type WebFiles, webDigest } from './release.ts';

export interface Bundle {
  readonly folder: string;
  readonly release: Release;
  readonly web: WebFiles;
}

const manifestName = 'release.json';
const archiveName = 'api.tar.gz';
const webName = 'web';

export const archiveOf = ({ folder }: Pick<Bundle, 'folder'>) => join(folder, archiveName);
export const webFileOf = ({ folder }: Pick<Bundle, 'folder'>, path: string) => join(folder, webName, path);

export interface BundleParts {
  readonly archive: string;
  readonly web: string;
  readonly commit: string;
  readonly imageId: string;
}

/** Copies the parts into `folder` and writes the manifest that names them by digest. */
export function makeBundle(folder: string, { archive, web, commit, imageId }: BundleParts): Bundle {
  mkdirSync(folder, { recursive: true });
  cpSync(archive, join(folder, archiveName));
  cpSync(web, join(folder, webName), { recursive: true });
  const files = webFilesIn(join(folder, webName));
  const release = {
    commit,
    api: digestOf(readFileSync(join(folder, archiveName))),
    web: webDigest(files),
    imageId,
  };
  writeManifest(folder, release);
  return { folder, release, web: files };
}

export function writeManifest(folder: string, release: Release): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, manifestName), `${JSON.stringify(release, null, 2)}\n`);
}

export function writePart(path: string, bytes: Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
}

/** The bundle in a folder, or the sentence that says why it may not be used. */
export function readBundle(folder: string): Bundle | { readonly mistake: string } {
  let parts: { readonly manifest: string; readonly archive: Uint8Array; readonly web: WebFiles };
  try {
    parts = {
      manifest: readFileSync(join(folder, manifestName), 'utf8'),
      archive: readFileSync(join(folder, archiveName)),
      web: webFilesIn(join(folder, webName)),
    };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'ENOENT' && code !== 'ENOTDIR') throw error;
    return {
      mistake: `--release: given ${folder}, which is not a whole release, allowed is a folder with ${manifestName}, ${archiveName} and ${webName}/; make it with npm run release.`,
    };
  }
  const release = parseRelease(parts.manifest, join(folder, manifestName));
  if ('mistake' in release) return release;
  const differs = [
    ['api', release.api, digestOf(parts.archive)],
    ['web', release.web, webDigest(parts.web)],
  ].find(([, named, found]) => named !== found);
  if (differs !== undefined)
    return {
      mistake: `--release: given files whose ${differs[0]} digest is ${differs[2]}, allowed is ${differs[1]}, which ${manifestName} names; take the files this release was made of.`,
    };
  return { folder, release, web: parts.web };
}

function webFilesIn(folder: string): WebFiles {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return new Map(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [relative(folder, path).split(sep).join('/'), digestOf(readFileSync(path))]),
  );
}
