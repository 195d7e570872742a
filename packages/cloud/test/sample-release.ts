// A small release made by hand, for tests of what moves releases. Its parts are texts; all else is as in a real one.

import { billOfMaterials } from '../src/delivery/build/bill-of-materials.ts';
import {
  archiveOf,
  type Bundle,
  billOf,
  functionOf,
  sealBundle,
  webFileOf,
  webFilesIn,
  webFolderOf,
  writePart,
} from '../src/delivery/bundle.ts';
import { digestOf, webDigest } from '../src/delivery/release.ts';

export interface Sample {
  readonly api: string;
  /** Path → text. */
  readonly web: Readonly<Record<string, string>>;
  readonly imageId?: string;
}

export const sampleCommit = 'a'.repeat(40);

export function makeSampleRelease(folder: string, { api, imageId, web }: Sample): Bundle {
  writePart(archiveOf({ folder }), Buffer.from(api));
  writePart(functionOf({ folder }), Buffer.from(`function for ${api}`));
  for (const [path, text] of Object.entries(web)) writePart(webFileOf({ folder }, path), Buffer.from(text));
  const parts = [
    { name: 'api', digest: digestOf(api), packages: [] },
    { name: 'web', digest: webDigest(webFilesIn(webFolderOf({ folder }))), packages: [] },
    { name: 'database-access', digest: digestOf(`function for ${api}`), packages: [] },
  ] as const;
  writePart(billOf({ folder }), Buffer.from(billOfMaterials(sampleCommit, parts)));
  return sealBundle(folder, {
    commit: sampleCommit,
    imageId,
    lockfile: digestOf('lockfile'),
    builder: 'urn:cool-delivery:builder:test',
  });
}
