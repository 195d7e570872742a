// What the task needs of the world: a secret store and a database. The real ones are beside this file; tests bring others.

import type { Command } from './commands.ts';
import type { Credential } from './credential.ts';

export type Stage = 'AWSCURRENT' | 'AWSPENDING';

export interface SecretVersions {
  readonly rotating: boolean;
  /** Version → the stages it stands in. */
  readonly stages: ReadonlyMap<string, readonly string[]>;
}

export interface SecretStore {
  versions(secret: string): Promise<SecretVersions>;
  /** Undefined when there is no such version or it has no value. */
  read(secret: string, stage: Stage, version?: string): Promise<Credential | undefined>;
  put(secret: string, version: string, stage: Stage, credential: Credential): Promise<void>;
  makeCurrent(secret: string, version: string, before: string | undefined): Promise<void>;
}

/** One signed-in connection. `code` is DocumentDB's number of a refusal, undefined when the command was taken. */
export interface Session {
  run(database: string, command: Command): Promise<Readonly<Record<string, unknown>>>;
  refusal(database: string, command: Command): Promise<number | undefined>;
}

export interface Database {
  readonly name: string;
  asOwner<T>(work: (session: Session) => Promise<T>): Promise<T>;
  as<T>(credential: Credential, work: (session: Session) => Promise<T>): Promise<T>;
}
