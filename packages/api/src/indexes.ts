// Every index, and the one list, the platform leans on, and people of older data folders in the trail. Idempotent: each process makes sure at boot; whoever is first makes them.

import type { Db } from 'mongodb';
import { systemClock } from '#platform/clock.ts';
import { sessionStore } from '#platform/session-store.ts';
import { auditStore, checkpointsStore, inboxStore } from './features/audit/index.ts';
import {
  adminsStore,
  invitationsStore,
  linksStore,
  nobody,
  passkeysStore,
  personEvent,
  usersStore,
} from './features/identity/index.ts';
import { ordersStore } from './features/orders/index.ts';

export async function makeIndexes(db: Db): Promise<void> {
  await Promise.all([
    sessionStore(db, systemClock).makeIndexes(),
    usersStore(db).makeIndexes(),
    linksStore(db).makeIndexes(),
    invitationsStore(db).makeIndexes(),
    adminsStore(db).begin(),
    passkeysStore(db).makeIndexes(),
    ordersStore(db).makeIndexes(),
    auditStore(db).makeIndexes(),
    inboxStore(db).makeIndexes(),
    checkpointsStore(db).makeIndexes(),
  ]);
  await usersStore(db).adopt((user) =>
    personEvent('adopted', nobody, systemClock(), {
      role: user.role,
      disabled: user.disabledAt !== null,
    }),
  );
}
