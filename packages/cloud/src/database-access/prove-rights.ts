// Asks the database itself, as the user: it must let the user read, and must refuse it the removal of what may only be
// appended to, by hand or by an index that lets records expire. A role that was widened by hand, or a database that does not know such roles, stops the deployment here.

import { createIndexes, readOne, tryToRemove } from './commands.ts';
import type { Credential } from './credential.ts';
import type { Database } from './ports.ts';
import { type AccountName, appendOnly, rolesIn } from './rights.ts';

const unauthorized = 13;

export async function proveRights(
  database: Database,
  account: AccountName,
  credential: Credential,
): Promise<void> {
  await database.as(credential, async (session) => {
    for (const { resource } of rolesIn(database.name)[account].privileges)
      await session.run(database.name, readOne(resource.collection));
    for (const collection of appendOnly)
      for (const [doing, command] of [
        ['removing from', tryToRemove(collection)],
        ['making an index of', createIndexes(collection)], // one that is there: if it may, nothing changes
      ] as const) {
        const refusal = await session.refusal(database.name, command);
        if (refusal !== unauthorized)
          throw new Error(
            `The database answered ${refusal ?? 'yes'} to the user of ${account} ${doing} ${collection}, allowed is ${unauthorized} (not authorised): take the role that lets it away from the user.`,
          );
      }
  });
}
