// One step of a rotation, as Secrets Manager asks for it. Two users take turns: the one of the new password is never
// the one that running hosts are signed in with, so a rotation interrupts nobody. Its password changes again only with
// the rotation after that; by then no host that knew it is left (see `rotationDays`).

import { type Credential, freshCredential } from './credential.ts';
import { type AccessParts, grantUser } from './grant.ts';
import type { SecretVersions } from './ports.ts';
import { proveRights } from './prove-rights.ts';
import { type AccountName, accountNames, accounts, otherUser } from './rights.ts';

/**
 * Longer than a host lives (`maxLifetimeDays` of the fleet): whoever was started with a user's password is gone before
 * that user gets a new one: a rotation gives the password of one user, the next one that of the other.
 */
export const rotationDays = 45;

export const rotationSteps = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'] as const;
export type RotationStep = (typeof rotationSteps)[number];

export interface Rotation {
  readonly step: RotationStep;
  readonly secret: string;
  readonly version: string;
}

export async function rotate(parts: AccessParts, { step, secret, version }: Rotation): Promise<void> {
  const account = accountNames.find((name) => parts.secretOf[name] === secret);
  if (account === undefined)
    throw new Error('Rotation: given a secret that is none of ours, allowed are those of the accounts.');
  const versions = await parts.secrets.versions(secret);
  const stages = versions.stages.get(version);
  if (stages?.includes('AWSCURRENT')) return; // a step that is repeated after the end
  if (!versions.rotating || !stages?.includes('AWSPENDING'))
    throw new Error('Rotation: given a version that is not waiting, allowed is the one staged AWSPENDING.');
  switch (step) {
    case 'createSecret':
      return create(parts, account, version);
    case 'setSecret':
      return parts.database.asOwner(async (owner) =>
        grantUser(owner, await pending(parts, account, version), accounts[account].role),
      );
    case 'testSecret':
      return proveRights(parts.database, account, await toBeTried(parts, account, version));
    case 'finishSecret':
      await pending(parts, account, version); // an empty version never becomes the one that hosts read
      return parts.secrets.makeCurrent(secret, version, currentOf(versions));
  }
}

async function create(parts: AccessParts, account: AccountName, version: string): Promise<void> {
  const { secrets, secretOf } = parts;
  const secret = secretOf[account];
  if ((await secrets.read(secret, 'AWSPENDING', version)) !== undefined) return; // asked again
  const current = await secrets.read(secret, 'AWSCURRENT');
  await secrets.put(secret, version, 'AWSPENDING', freshCredential(otherUser(account, current?.username)));
}

// A schedule that is set without rotating at once is tried by this step alone, with a version nothing was put into
// (Secrets Manager API, RotateSecret, RotateImmediately): then it is the current user who must be let in.
async function toBeTried(parts: AccessParts, account: AccountName, version: string): Promise<Credential> {
  const { secrets, secretOf } = parts;
  const waiting = await secrets.read(secretOf[account], 'AWSPENDING', version);
  return waiting ?? (await secrets.read(secretOf[account], 'AWSCURRENT')) ?? pending(parts, account, version);
}

async function pending(
  { secrets, secretOf }: AccessParts,
  account: AccountName,
  version: string,
): Promise<Credential> {
  const credential = await secrets.read(secretOf[account], 'AWSPENDING', version);
  if (credential === undefined)
    throw new Error('Rotation: given a version without a value, allowed is one that createSecret filled.');
  return credential;
}

function currentOf({ stages }: SecretVersions): string | undefined {
  return [...stages].find(([, names]) => names.includes('AWSCURRENT'))?.[0];
}
