// A stand-in for DocumentDB in tests: keeps users and roles, lets a session do what its user's role says, and writes
// down every command. It knows the commands this task sends and no others.

import type { Command } from './commands.ts';
import type { Credential } from './credential.ts';
import type { Database, Session } from './ports.ts';
import type { Privilege } from './rights.ts';

export interface FakeDatabase extends Database {
  readonly sent: { readonly user: string; readonly database: string; readonly command: Command }[];
  readonly roles: Map<string, readonly Privilege[]>;
  readonly users: Map<string, { readonly password: string; readonly role: string }>;
  readonly collections: Set<string>;
  readonly indexes: Map<string, unknown>;
}

const actionOf: Readonly<Record<string, string>> = {
  find: 'find',
  delete: 'remove',
  createIndexes: 'createIndex',
};

class Refused extends Error {
  readonly code: number;
  constructor(code: number, what: string) {
    super(what);
    this.code = code;
  }
}

export function fakeDatabase(name = 'cool_delivery'): FakeDatabase {
  const sent: FakeDatabase['sent'] = [];
  const roles: FakeDatabase['roles'] = new Map();
  const users: FakeDatabase['users'] = new Map();
  const collections = new Set<string>();
  const indexes = new Map<string, unknown>();

  function perform(user: string, database: string, command: Command): Readonly<Record<string, unknown>> {
    sent.push({ user, database, command });
    const [verb = '', argument] = Object.entries(command)[0] ?? [];
    if (user === 'owner') return asOwner(verb, argument, command);
    const privileges = roles.get(users.get(user)?.role ?? '') ?? [];
    const allowed = privileges.some(
      ({ resource, actions }) =>
        resource.db === database &&
        resource.collection === argument &&
        actions.includes(actionOf[verb] ?? 'none'),
    );
    if (!allowed) throw new Refused(13, `not authorized on ${database} to execute ${verb}`);
    return { ok: 1 };
  }

  function asOwner(verb: string, argument: unknown, command: Command): Readonly<Record<string, unknown>> {
    const named = typeof argument === 'object' && argument !== null ? Object.values(argument)[0] : argument;
    const subject = String(named);
    switch (verb) {
      case 'listCollections':
        return { cursor: { firstBatch: [...collections].map((one) => ({ name: one })) } };
      case 'create':
        if (collections.has(subject)) throw new Refused(48, 'NamespaceExists');
        collections.add(subject);
        return { ok: 1 };
      case 'createIndexes':
        indexes.set(subject, command['indexes']);
        return { ok: 1 };
      case 'rolesInfo':
        return { roles: roles.has(subject) ? [{ role: subject }] : [] };
      case 'usersInfo':
        return { users: users.has(subject) ? [{ user: subject }] : [] };
      case 'createRole':
      case 'updateRole':
        if (roles.has(subject) === (verb === 'createRole')) throw new Refused(51_002, verb);
        roles.set(subject, command['privileges'] as readonly Privilege[]);
        return { ok: 1 };
      case 'createUser':
      case 'updateUser': {
        if (users.has(subject) === (verb === 'createUser')) throw new Refused(51_003, verb);
        const [granted] = command['roles'] as readonly { readonly role: string }[];
        users.set(subject, { password: String(command['pwd']), role: granted?.role ?? '' });
        return { ok: 1 };
      }
      default:
        throw new Refused(59, `no such command: ${verb}`);
    }
  }

  const sessionOf = (user: string): Session => ({
    run: async (database, command) => perform(user, database, command),
    refusal: async (database, command) => {
      try {
        perform(user, database, command);
        return undefined;
      } catch (error) {
        if (error instanceof Refused) return error.code;
        throw error;
      }
    },
  });

  return {
    name,
    sent,
    roles,
    users,
    collections,
    indexes,
    asOwner: (work) => work(sessionOf('owner')),
    as: async ({ username, password }: Credential, work) => {
      if (users.get(username)?.password !== password) throw new Refused(18, 'Authentication failed.');
      return work(sessionOf(username));
    },
  };
}
