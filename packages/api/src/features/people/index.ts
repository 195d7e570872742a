// The door of people: what an admin does about accounts, and what an auditor reads about their second factors.

import type { Db } from 'mongodb';
import type { App } from '#platform/app-type.ts';
import type { IdentityDeps } from '../identity/index.ts';
import type { PeopleDeps } from './deps.ts';
import { finishErasures } from './erase-person.ts';
import { erasureRoutes } from './erasure-routes.ts';
import { erasuresStore } from './erasures-store.ts';
import { evidenceRoutes } from './evidence-routes.ts';
import { reEnrolmentsStore } from './re-enrolments-store.ts';
import { peopleRoutes } from './routes.ts';

export { erase } from './erase-person.ts';
export { erasuresStore } from './erasures-store.ts';
export { reEnrolmentsStore } from './re-enrolments-store.ts';

export interface People {
  /** Carries on erasures that were agreed and interrupted. */
  sweep(): Promise<void>;
}

export function installPeople(app: App, db: Db, parts: IdentityDeps & Pick<PeopleDeps, 'orders'>): People {
  const deps = { ...parts, reEnrolments: reEnrolmentsStore(db), erasures: erasuresStore(db) };
  peopleRoutes(app, deps);
  erasureRoutes(app, deps);
  evidenceRoutes(app, parts);
  return { sweep: () => finishErasures(deps) };
}
