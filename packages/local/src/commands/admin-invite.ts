// `npm run admin:invite -- EMAIL`: a one-time link with which a further admin sets name, password and second factor.
// Whoever may run this on the machine that holds the data could change the data anyway; the link is what is secret.

import { invite } from '@cool/api/local';
import { type Place, withDatabase } from './database.ts';

export async function adminInvite(wish: Place & { readonly email: string }): Promise<number> {
  return withDatabase(wish, async ({ db, origin }) => {
    const token = await invite(db, { email: wish.email, role: 'admin' });
    console.log(`${origin}/invitation#${token}`);
    console.log(`Good once, for 24 hours. Whoever opens it becomes the admin ${wish.email}.`);
    return 0;
  });
}
