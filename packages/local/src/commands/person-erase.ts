// `npm run person:erase -- EMAIL`: erases what is personal of a disabled account, and the key under which the audit trail
// holds digests of it. For a house with one admin; with two it is done on the people page, by both.

import { erasePerson } from '@cool/api/local';
import { type Place, withDatabase } from './database.ts';

export async function personErase(wish: Place & { readonly email: string }): Promise<number> {
  return withDatabase(wish, async ({ db }) => {
    await erasePerson(db, wish.email);
    console.log(`Erased: name, address, password, second factors, sessions and links of ${wish.email}.`);
    console.log('What was done under the account stays in the audit trail, under an id that names nobody.');
    console.log('Backups made before still hold the data: let them expire, or delete them.');
    return 0;
  });
}
