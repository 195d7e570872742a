// `npm run keys:rotate`: a new key in front of the old ones, or, with --retire, the old ones taken out. The platform reads its
// keys when it starts, so it must not run meanwhile; what was made before stays readable until the old key is retired.

import { existsSync, readFileSync } from 'node:fs';
import {
  type KeyFile,
  type KeyName,
  parseKeys,
  retiredKeys,
  rotatedKeys,
  seedsOfOlderKeys,
} from '@cool/api/local';
import { dataFolder, writePrivately } from '../data-folder.ts';
import { readLivingRuntime } from '../supervisor/runtime-file.ts';
import { NothingThere, type Place, withDatabase } from './database.ts';

/** Digests in the audit chain can be made anew by nobody: their old keys stay, and only verify. */
export const retirable: readonly KeyName[] = ['totpSeedKey', 'pinKey', 'viewLinkKey'];

export async function keysRotate(
  wish: Place & { readonly names: readonly KeyName[]; readonly retire: boolean },
): Promise<number> {
  const folder = dataFolder(wish.data);
  if (!existsSync(folder.keys)) {
    throw new NothingThere(`${folder.root} holds no keys. Give the platform's data folder with --data.`);
  }
  if (readLivingRuntime(folder.runtime) !== null) {
    throw new Error(`The platform of ${folder.root} is running. Stop it, change its keys, start it again.`);
  }
  const text = readFileSync(folder.keys, 'utf8');
  const read = parseKeys(text);
  if (!read.ok) throw new Error(read.sentence);
  const file: KeyFile = JSON.parse(text);
  if (wish.retire) await refuseLoss(wish, file);
  writePrivately(folder.keys, wish.retire ? retiredKeys(file, wish.names) : rotatedKeys(file, wish.names));
  console.log(
    wish.retire
      ? `Only the newest key is left of: ${wish.names.join(', ')}. Links and PINs that older ones made open nothing any more.`
      : `New keys: ${wish.names.join(', ')}. What older ones made is still read. Start the platform with them.`,
  );
  return 0;
}

async function refuseLoss(
  wish: Place & { readonly names: readonly KeyName[] },
  file: KeyFile,
): Promise<void> {
  if (!wish.names.includes('totpSeedKey')) return;
  const left = await withDatabase(wish, ({ db }) => seedsOfOlderKeys(db, file));
  if (left === 0) return;
  throw new Error(
    `${left} second factors are still sealed with an older totpSeedKey. Start the platform: it seals them anew within a minute. Then stop it and retire the key.`,
  );
}
