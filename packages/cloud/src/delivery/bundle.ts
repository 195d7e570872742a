// A release on disk: the API's archive, the web files, the database function, the list of what is in them, where they come from, and the
// manifest that names all of it by digest. Reading one computes every digest anew: a bundle whose bytes are not those
// of its manifest is refused.

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { provenance, provenanceMistake } from './build/provenance.ts';
import { digestOf, parseRelease, type Release, type WebFiles, webDigest } from './release.ts';

export interface Bundle {
  readonly folder: string;
  readonly release: Release;
  readonly web: WebFiles;
}

type Placed = Pick<Bundle, 'folder'>;

const manifestName = 'release.json';
const archiveName = 'api.tar';
const webName = 'web';
const functionName = 'database-access.zip';
const billName = 'sbom.cdx.json';
const provenanceName = 'provenance.intoto.json';

export const archiveOf = ({ folder }: Placed) => join(folder, archiveName);
export const webFolderOf = ({ folder }: Placed) => join(folder, webName);
export const webFileOf = ({ folder }: Placed, path: string) => join(folder, webName, path);
export const functionOf = ({ folder }: Placed) => join(folder, functionName);
export const billOf = ({ folder }: Placed) => join(folder, billName);
export const provenanceOf = ({ folder }: Placed) => join(folder, provenanceName);

export interface SealFacts {
  readonly commit: string;
  readonly imageId?: string | undefined;
  /** `sha256:…` of the lockfile it was built with. */
  readonly lockfile: string;
  readonly builder: string;
}

/** Writes the manifest and the provenance of the parts that lie in `folder`. */
export function sealBundle(folder: string, { builder, commit, imageId, lockfile }: SealFacts): Bundle {
  const web = webFilesIn(webFolderOf({ folder }));
  const release: Release = {
    commit,
    api: digestOf(readFileSync(archiveOf({ folder }))),
    web: webDigest(web),
    databaseAccess: digestOf(readFileSync(functionOf({ folder }))),
    sbom: digestOf(readFileSync(billOf({ folder }))),
    ...(imageId === undefined ? {} : { imageId }),
  };
  writeManifest(folder, release);
  const files = attestedFiles(readFileSync(join(folder, manifestName)), release, web);
  writePart(provenanceOf({ folder }), Buffer.from(provenance({ builder, commit, files, lockfile })));
  return { folder, release, web };
}

export function writeManifest(folder: string, release: Release): void {
  writePart(join(folder, manifestName), Buffer.from(`${JSON.stringify(release, null, 2)}\n`));
}

export function writePart(path: string, bytes: Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
}

/** The bundle in a folder, or the sentence that says why it may not be used. */
export function readBundle(folder: string): Bundle | { readonly mistake: string } {
  const parts = readParts(folder);
  if (parts === undefined)
    return {
      mistake: `--release: given ${folder}, which is not a whole release, allowed is a folder with ${manifestName}, ${archiveName}, ${webName}/, ${functionName}, ${billName} and ${provenanceName}; make it with npm run release.`,
    };
  const release = parseRelease(parts.manifest.toString(), join(folder, manifestName));
  if ('mistake' in release) return release;
  const differs = [
    ['api', release.api, digestOf(parts.archive)],
    ['web', release.web, webDigest(parts.web)],
    ['databaseAccess', release.databaseAccess, digestOf(parts.function)],
    ['sbom', release.sbom, digestOf(parts.bill)],
  ].find(([, named, found]) => named !== found);
  if (differs !== undefined)
    return {
      mistake: `--release: given files whose ${differs[0]} digest is ${differs[2]}, allowed is ${differs[1]}, which ${manifestName} names; take the files this release was made of.`,
    };
  const files = attestedFiles(parts.manifest, release, parts.web);
  const foreign = provenanceMistake(parts.provenance, { commit: release.commit, files });
  if (foreign !== undefined)
    return {
      mistake: `--release: ${foreign} in ${provenanceName}, allowed is the statement about exactly these files; take the one this release was made with.`,
    };
  return { folder, release, web: parts.web };
}

function readParts(folder: string) {
  try {
    return {
      manifest: readFileSync(join(folder, manifestName)),
      archive: readFileSync(archiveOf({ folder })),
      web: webFilesIn(webFolderOf({ folder })),
      function: readFileSync(functionOf({ folder })),
      bill: readFileSync(billOf({ folder })),
      provenance: readFileSync(provenanceOf({ folder }), 'utf8'),
    };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'ENOENT' && code !== 'ENOTDIR') throw error;
    return undefined;
  }
}

/** Every file of a release by its digest, but the statement itself. */
function attestedFiles(manifest: Uint8Array, release: Release, web: WebFiles): ReadonlyMap<string, string> {
  return new Map([
    [manifestName, digestOf(manifest)],
    [archiveName, release.api],
    [functionName, release.databaseAccess],
    [billName, release.sbom],
    ...[...web].map(([path, digest]): [string, string] => [`${webName}/${path}`, digest]),
  ]);
}

export function webFilesIn(folder: string): WebFiles {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return new Map(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [relative(folder, path).split(sep).join('/'), digestOf(readFileSync(path))]),
  );
}
