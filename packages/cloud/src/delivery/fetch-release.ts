// Takes a release out of the environment it ran in, for the next one. It may only be one that ran there, and its bytes
// are checked against its digests again before anybody deploys them.

import { join } from 'node:path';
import Type from 'typebox';
import Value from 'typebox/value';
import type { EnvironmentName } from '../environments.ts';
import type { Account } from './account.ts';
import {
  archiveOf,
  billOf,
  functionOf,
  provenanceOf,
  readBundle,
  webFileOf,
  writeManifest,
  writePart,
} from './bundle.ts';
import { type Deployment, decidePromotion, refusalOfStep } from './decisions.ts';
import { Refused } from './refused.ts';
import { parseRelease, type Release, releaseId, tryJson } from './release.ts';
import { artefactKeys, releaseParameters } from './release-parameters.ts';

export interface FetchInput {
  readonly from: EnvironmentName;
  readonly to: EnvironmentName;
  readonly wanted: string | undefined;
  readonly account: Account;
  /** The account the configuration gives FROM. */
  readonly expectedAccount: string;
  readonly folder: string;
}

export type Fetched = { readonly release: Release } | { readonly refusal: string };

export async function fetchRelease(input: FetchInput): Promise<Fetched> {
  const { account, expectedAccount, folder, from, to, wanted } = input;
  const noStep = refusalOfStep(from, to);
  if (noStep !== undefined) return { refusal: noStep };
  const given = await account.id();
  if (given !== expectedAccount)
    return {
      refusal: `promote ${from} ${to}: given credentials of account ${given}, allowed is ${expectedAccount}; sign in to the account of ${from}.`,
    };
  const names = releaseParameters(from);
  const promotion = decidePromotion({
    from,
    to,
    wanted,
    current: await account.readParameter(names.current),
    deployed: (await account.readFolder(names.history)).map(readDeployment),
  });
  if (promotion.kind === 'refuse') return { refusal: promotion.sentence };
  const { release } = promotion;
  await download(account, await account.bucketOf(`${from}-artefacts`), release, folder);
  const bundle = readBundle(folder);
  if ('mistake' in bundle) return { refusal: bundle.mistake };
  if (releaseId(bundle.release) !== releaseId(release))
    return {
      refusal: `promote ${from} ${to}: given another release than ${releaseId(release)} in ${folder}.`,
    };
  return { release };
}

async function download(account: Account, bucket: string, release: Release, folder: string): Promise<void> {
  writePart(archiveOf({ folder }), await account.getFile(bucket, artefactKeys.api(release)));
  writePart(functionOf({ folder }), await account.getFile(bucket, artefactKeys.databaseAccess(release)));
  writePart(billOf({ folder }), await account.getFile(bucket, artefactKeys.sbom(release)));
  writePart(provenanceOf({ folder }), await account.getFile(bucket, artefactKeys.provenance(release)));
  const prefix = artefactKeys.webFile(release, '');
  for (const key of await account.listKeys(bucket, prefix)) {
    const path = key.slice(prefix.length);
    // Keys come from another account: one that climbs out of the folder is not a web file.
    if (path.split('/').includes('..') || join('/', path) !== `/${path}`)
      throw new Refused(`${bucket}/${key}: given a path that leaves its folder, allowed is a plain one.`);
    writePart(webFileOf({ folder }, path), await account.getFile(bucket, key));
  }
  writeManifest(folder, release);
}

const Remembered = Type.Object({ release: Type.Unknown(), deployedAt: Type.String() });

function readDeployment(text: string): Deployment {
  const given = tryJson(text);
  if (!Value.Check(Remembered, given)) throw unreadable(text);
  const release = parseRelease(JSON.stringify(given.release), 'release history');
  if ('mistake' in release) throw unreadable(text);
  return { release, deployedAt: given.deployedAt };
}

function unreadable(text: string): Refused {
  return new Refused(
    `Release history: given ${text.slice(0, 80)}, allowed is what deploy writes there; somebody else wrote it, so find out who.`,
  );
}
