// Asks the database itself, as the user: it must let the user read, and must refuse it the removal of what may only be
// appended to. A role that was widened by hand, or a database that does not know such roles, stops the deployment here.

import { readOne, tryToRemove } from './commands.ts';
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
    for (const collection of appendOnly) {
      const refusal = await session.refusal(database.name, tryToRemove(collection));
      if (refusal !== unauthorized)
        throw new Error(
          `The database answered ${refusal ?? 'yes'} to the user of ${account} removing from ${collection}, allowed is ${unauthorized} (not authorised): take the role that lets it away from the user.`,
        );
    }
  });
}
