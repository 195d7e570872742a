// Every route with a body, and a body it would take. Written by hand: a judge does not ask the judged what to try.

import { randomUUID } from 'node:crypto';
import type { Order, OrderCommand } from '@cool/contract/orders';
import { urls } from '@cool/contract/urls';
import type { Client } from '../client/client.ts';
import type { BodyRoute } from './cases.ts';
import { rightCsv, rightOrder } from './right-values.ts';
import { canary } from './secrets.ts';
import type { Stage } from './stage.ts';

export type TriedRoute = BodyRoute & { readonly client: Client };

const bodyBytes = 64 * 1024;
const importBytes = 640 * 1024;
const proofBytes = 512 * 1024;

export function bodyRoutes(stage: Stage): readonly TriedRoute[] {
  const plain = { headers: {}, mostBytes: bodyBytes };
  return [
    {
      ...plain,
      name: 'sign in',
      path: urls.signIn(),
      client: stage.nobody,
      body: { email: 'nobody@example.com', password: canary.password },
      anyText: ['/password'],
    },
    {
      ...plain,
      name: 'verify a code',
      path: urls.verifyTotp(),
      client: stage.half,
      body: { code: canary.code },
    },
    {
      ...plain,
      name: 'ask for an account',
      path: urls.signUp(),
      client: stage.nobody,
      body: { email: canary.recipient },
    },
    {
      ...plain,
      name: 'accept an invitation',
      path: urls.acceptInvitation(),
      client: stage.nobody,
      body: { token: canary.token, name: 'Tara Quill', password: canary.password },
      anyText: ['/password'],
    },
    {
      ...plain,
      name: 'place an order',
      path: urls.orders(),
      client: stage.dispatcher.client,
      body: rightOrder(),
      optional: ['/pickup/position', '/dropOff/position'],
    },
    {
      ...plain,
      name: 'search for orders',
      path: urls.searchOrders(),
      client: stage.dispatcher.client,
      body: { words: 'Quill', open: true, limit: 20 },
      optional: ['/open', '/limit'],
    },
    {
      name: 'import orders',
      path: urls.importOrders(),
      headers: {},
      mostBytes: importBytes,
      client: stage.dispatcher.client,
      body: { importId: randomUUID(), dryRun: false, csv: rightCsv },
      anyText: ['/csv'],
    },
    ...[...stage.orders].map(([command, order]) => commandRoute(stage, command, order)),
    { ...plain, name: 'sign out', path: urls.signOut(), client: stage.auditor.client, body: {} },
  ];
}

const byCourier: ReadonlySet<OrderCommand> = new Set(['collect', 'depart', 'arrive', 'deliver', 'fail']);

function commandRoute(stage: Stage, command: OrderCommand, { id, version }: Order): TriedRoute {
  const more: Readonly<Partial<Record<OrderCommand, Readonly<Record<string, string>>>>> = {
    assign: { courierId: stage.courier.session.user.id },
    deliver: { pin: stage.pin },
    fail: { reason: 'refused', note: 'The dog did not like it' },
    cancel: { note: 'Asked for by the sender' },
  };
  return {
    name: command,
    path: urls.command(id, command),
    headers: { 'if-match': `"${version}"` },
    mostBytes: command === 'deliver' ? proofBytes : bodyBytes,
    client: byCourier.has(command) ? stage.courier.client : stage.dispatcher.client,
    body: { eventId: randomUUID(), ...more[command] },
    optional: ['/note'],
  };
}
