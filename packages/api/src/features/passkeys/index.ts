// The door of passkeys.

import type { Db } from 'mongodb';
import type { App } from '#platform/app-type.ts';
import type { IdentityDeps } from '../identity/index.ts';
import { challengesStore } from './challenges-store.ts';
import { passkeyRoutes } from './routes.ts';

export interface Passkeys {
  sweep(): Promise<void>;
}

export function installPasskeys(app: App, db: Db, identity: IdentityDeps, publicOrigin: string): Passkeys {
  const challenges = challengesStore(db);
  passkeyRoutes(app, { ...identity, challenges }, publicOrigin);
  return { sweep: () => challenges.sweep(identity.clock()) };
}
