// Makes a release from a clean working copy: exports its commit, builds API and web from the export, writes down what
// is in them and where they come from, and reads all of it back before it says that it is done.

import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { databaseAccessArchive, databaseAccessPackages } from '../../database-access/function-archive.ts';
import {
  archiveOf,
  billOf,
  functionOf,
  readBundle,
  sealBundle,
  webFilesIn,
  webFolderOf,
  writePart,
} from '../bundle.ts';
import { digestOf, type Release, webDigest } from '../release.ts';
import { buildApiArchive } from './api-archive.ts';
import { billOfMaterials } from './bill-of-materials.ts';
import { exportCommit, readCheckout } from './checkout.ts';
import { reachedFrom } from './closure.ts';
import { builderOf } from './provenance.ts';
import { buildWebFiles } from './web-files.ts';

export interface BuildInput {
  readonly repository: string;
  readonly folder: string;
  readonly imageId: string | undefined;
  readonly say: (line: string) => void;
}

export type Built =
  | { readonly kind: 'built'; readonly release: Release }
  | { readonly kind: 'refused'; readonly sentence: string };

export async function buildRelease({ folder, imageId, repository, say }: BuildInput): Promise<Built> {
  const checkout = readCheckout(repository);
  if ('mistake' in checkout) return refused(checkout.mistake);
  if (existsSync(folder) && readdirSync(folder).length > 0)
    return refused(
      `--out: given ${folder}, which holds files, allowed is a new or empty folder; name another.`,
    );
  const { commit } = checkout;
  const work = mkdtempSync(join(tmpdir(), 'cool-release-'));
  try {
    say(`building ${commit}`);
    // One export for each part: what one build installs must not be found by the other.
    const [forApi, forWeb] = [join(work, 'api'), join(work, 'web')];
    exportCommit(repository, commit, forApi);
    exportCommit(repository, commit, forWeb);
    mkdirSync(folder, { recursive: true });
    const api = await buildApiArchive(forApi);
    writePart(archiveOf({ folder }), api.bytes);
    say(`api: ${api.packages.length} packages, ${(api.bytes.length / 1e6).toFixed(1)} MB`);
    const webPackages = buildWebFiles(forWeb, webFolderOf({ folder }));
    say(`web: ${webPackages.length} packages`);
    const databaseAccess = await databaseAccessArchive(forApi);
    writePart(functionOf({ folder }), databaseAccess);
    const parts = [
      { name: 'api', digest: digestOf(api.bytes), packages: api.packages },
      { name: 'web', digest: webDigest(webFilesIn(webFolderOf({ folder }))), packages: webPackages },
      {
        name: 'database-access',
        digest: digestOf(databaseAccess),
        packages: reachedFrom(api.packages, databaseAccessPackages),
      },
    ] as const;
    writePart(billOf({ folder }), Buffer.from(billOfMaterials(commit, parts)));
    sealBundle(folder, {
      commit,
      imageId,
      lockfile: digestOf(readFileSync(join(forApi, 'package-lock.json'))),
      builder: builderOf(process.env),
    });
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  const bundle = readBundle(folder);
  return 'mistake' in bundle ? refused(bundle.mistake) : { kind: 'built', release: bundle.release };
}

function refused(sentence: string): Built {
  return { kind: 'refused', sentence };
}
