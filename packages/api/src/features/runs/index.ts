// Runs and the couriers who make them. A run is a query over orders, never a second copy.

import { type Courier, couriers } from '@cool/contract/identity';
import { courierRun } from '@cool/contract/orders';
import { urls } from '@cool/contract/urls';
import type { App } from '#platform/app-type.ts';
import { sessionOf } from '#platform/session.ts';
import type { UsersStore } from '../identity/index.ts';
import { type OrdersStore, rowOf } from '../orders/index.ts';

export interface RunsParts {
  readonly orders: OrdersStore;
  readonly users: UsersStore;
}

export function installRuns(app: App, { orders, users }: RunsParts): void {
  app.get(
    urls.run(),
    {
      config: {
        access: { roles: ['courier'], aal: 2 },
        told: { summary: 'A courier’s own open orders' },
        discloses: 'personal-data',
      },
      schema: { response: { 200: courierRun } },
    },
    async (request) => ({ rows: (await orders.run(sessionOf(request).userId)).map(rowOf) }),
  );

  app.get(
    urls.couriers(),
    {
      config: {
        access: { roles: ['dispatcher', 'admin', 'auditor'], aal: 2 },
        told: { summary: 'The couriers and how much each has to do' },
      },
      schema: { response: { 200: couriers } },
    },
    async () => {
      const [everyone, counts] = await Promise.all([users.withRole('courier'), orders.countOpenByCourier()]);
      return {
        couriers: everyone.map(({ id, name }): Courier => ({ id, name, openOrders: counts.get(id) ?? 0 })),
      };
    },
  );
}
