// The couriers of the demo never run dry before the example file does, and nothing is taken up twice.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nextState, type Order, type OrderCommand, type OrderState } from '@cool/contract/orders';
import { urls } from '@cool/contract/urls';
import { afterAll, describe, expect, it } from 'vitest';
import { type Actor, Declined } from './actor.ts';
import { takeUpOneMore } from './opening-scene.ts';
import type { DemoOrders } from './orders-file.ts';
import { isDueToMove } from './scenario.ts';

const folder = mkdtempSync(join(tmpdir(), 'cool-demo-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const csvPath = join(folder, 'orders.csv');
writeFileSync(csvPath, 'head\nrow 0\nrow 1\nrow 2\n');

type Sent = { readonly path: string; readonly body: Readonly<Record<string, unknown>> };

/** A desk before an order that does what the lifecycle says; `declines` is what somebody else was faster with. */
function deskOf(declines?: OrderCommand): { readonly desk: Actor; readonly sent: Sent[] } {
  const sent: Sent[] = [];
  let state: OrderState = 'placed';
  const order = () => ({ id: 'ord_new', version: 1, state, courierId: null }) as unknown as Order;
  const desk: Actor = {
    read: async <Body>() => order() as Body,
    send: async <Body>(path: string, body: object) => {
      sent.push({ path, body: { ...body } });
      if (path === urls.importOrders()) return { placed: ['ord_new'] } as Body;
      const command = path.split('/').at(-1) as OrderCommand;
      if (command === declines) throw new Declined(path, { status: 409, body: {} } as never);
      state = nextState(state, command) ?? state;
      return order() as Body;
    },
  };
  return { desk, sent };
}

const begun: DemoOrders = {
  importId: 'demo_0',
  imported: ['ord_0', 'ord_1'],
  ofCustomer: [],
  trackingPath: null,
  isSet: true,
};

function sceneOf(desk: Actor) {
  return {
    desk,
    customer: desk,
    couriers: [desk, desk, desk],
    courierIds: ['usr_0', 'usr_1', 'usr_2'],
    personaCourierId: 'usr_9',
    csvPath,
    pinOf: () => null,
  };
}

describe('one more order', () => {
  it('is the next row of the file, under a name that a repetition gives again, for the next courier', async () => {
    const { desk, sent } = deskOf();
    const saved: DemoOrders[] = [];
    const after = await takeUpOneMore(sceneOf(desk), begun, (orders) => saved.push(orders));
    expect(after?.imported).toEqual(['ord_0', 'ord_1', 'ord_new']);
    expect(saved).toEqual([after]);
    expect(sent.map(({ path }) => path)).toEqual([
      urls.importOrders(),
      urls.command('ord_new', 'confirm'),
      urls.command('ord_new', 'assign'),
    ]);
    expect(sent[0]?.body).toEqual({ importId: 'demo_0_2', dryRun: false, csv: 'head\nrow 2\n' });
    expect(sent[2]?.body).toMatchObject({ courierId: 'usr_2' });
  });

  it('belongs to whoever at the board was faster', async () => {
    const { desk } = deskOf('assign');
    const after = await takeUpOneMore(sceneOf(desk), begun, () => undefined);
    expect(after?.imported).toHaveLength(3);
  });

  it('is none when the file is used up', async () => {
    const { desk, sent } = deskOf();
    const usedUp = { ...begun, imported: ['a', 'b', 'c'] };
    expect(await takeUpOneMore(sceneOf(desk), usedUp, () => undefined)).toBeNull();
    expect(sent).toEqual([]);
  });
});

it('the tracked order rests a minute in each state', () => {
  const stateSince = '2026-11-28T12:00:00.000Z';
  expect(isDueToMove({ stateSince }, Date.parse('2026-11-28T12:00:59.999Z'))).toBe(false);
  expect(isDueToMove({ stateSince }, Date.parse('2026-11-28T12:01:00.000Z'))).toBe(true);
});
