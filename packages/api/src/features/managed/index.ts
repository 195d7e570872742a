// The door of managed deliveries: what a recipient may do with the link of their mail. The token stands in the body, so
// no log of any address holds it; each try counts against the address as a try at signing in does.

import { type ManageCommand, manageBodies, manageView } from '@cool/contract/tracking';
import { urls } from '@cool/contract/urls';
import type { App } from '#platform/app-type.ts';
import { commandOrder, etagOf, type OrdersDeps, recipientActor, versionFrom } from '../orders/index.ts';
import { managedOrder, manageViewOf } from './managed-order.ts';

export function installManaged(app: App, deps: OrdersDeps): void {
  app.post(
    urls.managed(),
    {
      config: {
        access: 'public',
        limit: 'sign-in',
        told: { summary: 'One delivery, for whoever holds its manage link' },
      },
      schema: { body: manageBodies.view, response: { 200: manageView } },
    },
    async (request, reply) => {
      const managed = await managedOrder(deps, request.body.token);
      return reply.header('etag', etagOf(managed.order.version)).send(await manageViewOf(deps, managed));
    },
  );

  const commands: Readonly<Record<ManageCommand, string>> = {
    reschedule: 'Ask for another time',
    instruct: 'Say how to hand the parcel over',
  };
  for (const [command, summary] of Object.entries(commands) as [ManageCommand, string][]) {
    app.post(
      urls.manage(command),
      {
        config: { access: 'public', limit: 'sign-in', told: { summary, needsVersion: true } },
        schema: { body: manageBodies[command], response: { 200: manageView } },
      },
      async (request, reply) => {
        const { token, ...body } = request.body;
        const { link } = await managedOrder(deps, token);
        const order = await commandOrder(deps, recipientActor, {
          orderId: link.orderId,
          command,
          body,
          expectedVersion: versionFrom(request.headers['if-match']),
        });
        return reply.header('etag', etagOf(order.version)).send(await manageViewOf(deps, { link, order }));
      },
    );
  }
}
