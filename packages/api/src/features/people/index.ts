// The door of people: what an admin does about accounts, and what an auditor reads about their second factors.

import type { Db } from 'mongodb';
import type { App } from '#platform/app-type.ts';
import type { IdentityDeps } from '../identity/index.ts';
import { evidenceRoutes } from './evidence-routes.ts';
import { reEnrolmentsStore } from './re-enrolments-store.ts';
import { peopleRoutes } from './routes.ts';

export function installPeople(app: App, db: Db, identity: IdentityDeps): void {
  const deps = { ...identity, reEnrolments: reEnrolmentsStore(db) };
  peopleRoutes(app, deps);
  evidenceRoutes(app, identity);
}
