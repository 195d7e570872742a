import { appendedIndexes, collections, verifiedCollections } from '@cool/contract/runtime';
import { describe, expect, it } from 'vitest';
import { fakeDatabase } from './fake-database.ts';
import { fakeSecrets } from './fake-secrets.ts';
import { grantAccess } from './grant.ts';
import { appendOnly, rolesIn } from './rights.ts';

function makeParts() {
  const database = fakeDatabase();
  const secrets = fakeSecrets();
  return { database, secrets, secretOf: { api: 'arn:api', verifier: 'arn:verifier' } } as const;
}

const verbsOf = (parts: ReturnType<typeof makeParts>) =>
  parts.database.sent.map(({ command }) => Object.keys(command)[0] ?? '');

describe('a deployment', () => {
  it('sends the owner’s commands in this order, into the database of users', async () => {
    const parts = makeParts();
    await grantAccess(parts);
    const roles = rolesIn('cool_delivery');
    const owners = parts.database.sent.filter(({ user }) => user === 'owner');
    expect(owners.filter(({ database }) => database === 'admin').map(({ command }) => command)).toEqual([
      { rolesInfo: { role: 'cool_api', db: 'admin' } },
      { createRole: 'cool_api', privileges: roles.api.privileges, roles: [] },
      { rolesInfo: { role: 'cool_verifier', db: 'admin' } },
      { createRole: 'cool_verifier', privileges: roles.verifier.privileges, roles: [] },
      { usersInfo: { user: 'api_a', db: 'admin' } },
      {
        createUser: 'api_a',
        pwd: parts.secrets.current('arn:api')?.password,
        roles: [{ role: 'cool_api', db: 'admin' }],
      },
      { usersInfo: { user: 'verifier_a', db: 'admin' } },
      {
        createUser: 'verifier_a',
        pwd: parts.secrets.current('arn:verifier')?.password,
        roles: [{ role: 'cool_verifier', db: 'admin' }],
      },
    ]);
    expect([...parts.database.collections].sort()).toEqual(Object.keys(collections).sort());
    expect(Object.fromEntries(parts.database.indexes)).toEqual(appendedIndexes);
  });

  it('fills each secret with a password of its own that is strong and can be searched for', async () => {
    const parts = makeParts();
    await grantAccess(parts);
    const passwords = ['arn:api', 'arn:verifier'].map((secret) => parts.secrets.current(secret)?.password);
    expect(new Set(passwords).size).toBe(2);
    for (const password of passwords) expect(password).toMatch(/^cdpw_[A-Za-z0-9_-]{40}$/);
  });

  it('sees each user let in, and held back from the audit trail', async () => {
    const parts = makeParts();
    await grantAccess(parts);
    const asked = (user: string) =>
      parts.database.sent
        .filter((one) => one.user === user)
        .map(({ command }) => Object.entries(command)[0]?.join(' '));
    const refused = appendOnly.flatMap((name) => [`delete ${name}`, `createIndexes ${name}`]);
    expect(asked('verifier_a')).toEqual([...verifiedCollections.map((name) => `find ${name}`), ...refused]);
    expect(asked('api_a')).toEqual([...Object.keys(collections).map((name) => `find ${name}`), ...refused]);
  });

  it('done twice changes no password and makes nothing anew', async () => {
    const parts = makeParts();
    await grantAccess(parts);
    const before = new Map(parts.database.users);
    parts.database.sent.length = 0;
    await grantAccess(parts);
    expect(parts.database.users).toEqual(before);
    expect(verbsOf(parts).filter((verb) => /^create(?!Indexes)/.test(verb))).toEqual([]);
    expect(verbsOf(parts)).toContain('updateRole');
  });

  it('takes back what was added to a role by hand', async () => {
    const parts = makeParts();
    await grantAccess(parts);
    parts.database.roles.set('cool_verifier', [
      { resource: { db: 'cool_delivery', collection: 'users' }, actions: ['find', 'update'] },
    ]);
    await grantAccess(parts);
    expect(parts.database.roles.get('cool_verifier')).toEqual(rolesIn('cool_delivery').verifier.privileges);
  });

  it('that was cut off after the secret was filled goes on with that password', async () => {
    const parts = makeParts();
    const cutOff = {
      ...parts,
      database: { ...parts.database, asOwner: () => Promise.reject(new Error('cut')) },
    };
    await expect(grantAccess(cutOff)).rejects.toThrow('cut');
    const filled = parts.secrets.current('arn:api');
    expect(filled).toBeDefined();
    await grantAccess(parts);
    expect(parts.secrets.current('arn:api')).toEqual(filled);
    expect(parts.database.users.get('api_a')?.password).toBe(filled?.password);
  });

  it.each([
    ['remove', 'removing from'],
    ['createIndex', 'making an index of'],
  ])(
    'stops when the database would let the API remove from the audit trail, by %s',
    async (action, doing) => {
      const parts = makeParts();
      const careless = {
        ...parts.database,
        as: parts.database.as,
        asOwner: async <T>(work: (owner: never) => Promise<T>) => {
          const done = await parts.database.asOwner(work as never);
          const granted = parts.database.roles.get('cool_api') ?? [];
          parts.database.roles.set(
            'cool_api',
            granted.map((one) => ({ ...one, actions: [...one.actions, action] })),
          );
          return done as T;
        },
      };
      await expect(grantAccess({ ...parts, database: careless })).rejects.toThrow(
        `The database answered yes to the user of api ${doing} audit, allowed is 13 (not authorised)`,
      );
    },
  );
});
