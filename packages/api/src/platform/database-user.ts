// The user of the database, where it wants one. Like the keys it comes from a file that the secret store's agent writes
// (in AWS: the secret of the API's user), and never from the environment, which child processes inherit.

import Type, { type Static } from 'typebox';
import { compileSchema } from './validation.ts';

const userFile = Type.Object({
  username: Type.String({ minLength: 1 }),
  password: Type.String({ minLength: 8 }),
});

export type DatabaseUser = Static<typeof userFile>;

const fits = compileSchema<DatabaseUser>(userFile);

/** The user, or one sentence that says what is wrong with the file and never what stands in it. */
export function parseDatabaseUser(
  text: string,
): { readonly ok: true; readonly user: DatabaseUser } | { readonly ok: false; readonly sentence: string } {
  const given = parseJson(text);
  if (fits(given)) return { ok: true, user: { username: given.username, password: given.password } };
  return {
    ok: false,
    sentence:
      'The file of DATABASE_USER_FILE must be a JSON object with username and password, as the secret store keeps it.',
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
