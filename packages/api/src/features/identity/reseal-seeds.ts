// Seeds of second factors under the newest key: those sealed before it came are opened and sealed anew, a few at a time, by
// any process, minute by minute. Once none is left the older key opens nothing and can be taken out of the keys file.

import { generationsOf, type Keys, keyIdOf } from '#platform/keys.ts';
import { open, seal } from '#platform/secret-box.ts';
import type { User, UsersStore } from './users-store.ts';

type SeedKeys = Pick<Keys, 'totpSeedKey'> & { readonly older?: readonly Pick<Keys, 'totpSeedKey'>[] };

const atOnce = 100;

export function seedKeys(keys: SeedKeys): readonly Buffer[] {
  return generationsOf<Pick<Keys, 'totpSeedKey'>>(keys).map(({ totpSeedKey }) => totpSeedKey);
}

/** Seeds that only an older key opens, up to so many: while there is one, that key must stay. */
export async function sealedBefore(
  users: UsersStore,
  keys: SeedKeys,
  most: number,
): Promise<readonly User[]> {
  return await users.sealedUnder(seedKeys(keys).slice(1).map(keyIdOf), most);
}

/** A seed that was exchanged meanwhile is left alone, and so is one of a key this process does not know yet. */
export async function resealSeeds(users: UsersStore, keys: SeedKeys): Promise<void> {
  for (const { id, totp } of await sealedBefore(users, keys, atOnce)) {
    if (totp === null) continue;
    const seed = open(seedKeys(keys), id, totp.seed);
    await users.reseal(id, totp.seed, seal(keys.totpSeedKey, id, seed));
  }
}
