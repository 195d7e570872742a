// The database as DocumentDB is reached: one connection per question, TLS checked against the one authority that
// signs our cluster's certificates, and gone as soon as the work is done.

import { MongoClient, MongoServerError } from 'mongodb';
import type { Credential } from './credential.ts';
import { parseCredential } from './credential.ts';
import type { Database, Session } from './ports.ts';

export interface DocumentDbParts {
  readonly host: string;
  readonly name: string;
  /** Path of the certificate authority's certificate; without it nothing is trusted. */
  readonly authority: string;
  /** The owner's password, read only when the owner is needed. */
  readonly ownerSecret: () => Promise<string>;
}

export function documentDb({ host, name, authority, ownerSecret }: DocumentDbParts): Database {
  const as = async <T>(credential: Credential, work: (session: Session) => Promise<T>): Promise<T> => {
    const client = new MongoClient(`mongodb://${host}/`, {
      auth: { username: credential.username, password: credential.password },
      authSource: 'admin',
      tls: true,
      tlsCAFile: authority,
      replicaSet: 'rs0',
      serverSelectionTimeoutMS: 10_000,
      maxPoolSize: 1,
      appName: 'cool-database-access',
    });
    try {
      await client.connect();
      return await work(sessionOf(client));
    } finally {
      await client.close();
    }
  };
  return {
    name,
    as,
    async asOwner(work) {
      const owner = parseCredential(await ownerSecret());
      if (owner === undefined) throw new Error("The owner's secret holds no user and password.");
      return as(owner, work);
    },
  };
}

/** Exported for the test that asks a real engine. */
export function sessionOf(client: MongoClient): Session {
  return {
    run: (database, command) => client.db(database).command({ ...command }),
    async refusal(database, command) {
      try {
        const { writeErrors } = await client.db(database).command({ ...command });
        return firstCode(writeErrors);
      } catch (error) {
        if (error instanceof MongoServerError) return Number(error.code);
        throw error;
      }
    },
  };
}

function firstCode(writeErrors: unknown): number | undefined {
  const [first] = [writeErrors ?? []].flat() as readonly { readonly code?: number }[];
  return first?.code;
}
