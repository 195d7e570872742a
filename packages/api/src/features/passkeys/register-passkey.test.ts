import { expect, test } from 'vitest';
import type { StoredPasskey, User } from '../identity/index.ts';
import { keepPasskey } from './register-passkey.ts';

const passkey = { id: 'key', userId: 'usr_1' } as StoredPasskey;

/** What stays of a passkey that is kept while the person becomes `now`. */
async function kept(now: Partial<User> | null) {
  const keys = new Set<string>();
  const keeping = keepPasskey(
    {
      passkeys: {
        insert: async ({ id }: StoredPasskey) => keys.add(id).has(id),
        remove: async (_userId: string, id: string) => keys.delete(id),
      },
      users: { byId: async () => now },
    } as unknown as Parameters<typeof keepPasskey>[0],
    { id: 'usr_1', securityVersion: 3 },
    passkey,
  );
  const said = await keeping.then(
    () => 'kept',
    (error: { code: string }) => error.code,
  );
  return { said, keys: [...keys] };
}

test('a passkey is kept for a person who is as they were when they asked', async () => {
  expect(await kept({ securityVersion: 3, disabledAt: null })).toEqual({ said: 'kept', keys: ['key'] });
});

test.each([
  ['whose factors were taken away meanwhile', { securityVersion: 4, disabledAt: null }],
  ['who was disabled', { securityVersion: 3, disabledAt: new Date() }],
  ['who is no more', null],
])('none stays of a person %s', async (_what, now) => {
  expect(await kept(now)).toEqual({ said: 'person-changed', keys: [] });
});
