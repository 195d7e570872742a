// The example file of 200 orders: exactly what its script makes, and every row an order this contract takes.

import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { importColumns, type PlaceOrder, placeOrder } from '../orders/index.ts';
import { distanceMetres } from './distance.ts';
import { dublinPlaces } from './dublin-places.ts';
import { exampleOrders } from './example-orders.ts';
import { dublinBounds, routingKeyAreas } from './routing-key-areas.ts';

type Row = Readonly<Record<(typeof importColumns)[number], string>>;

const text = readFileSync(new URL('../../../../docs/examples/orders-dublin.csv', import.meta.url), 'utf8');
const [header, ...records] = parse(text) as readonly (readonly string[])[];
const rows = parse(text, { columns: true }) as readonly Row[];

const numbered = rows.map((row, index) => ({ line: index + 2, row }));
const known = new Map(dublinPlaces.map((each) => [each.name, each]));

function orderOf(row: Row, line: number): PlaceOrder {
  const placeAt = (end: 'pickup' | 'dropoff') => ({
    name: row[`${end}_name`],
    address: row[`${end}_address`],
    routingKey: row[`${end}_routing_key`],
    position: { lat: Number(row[`${end}_lat`]), lon: Number(row[`${end}_lon`]) },
  });
  return {
    eventId: `example-line-${String(line).padStart(4, '0')}`,
    pickup: placeAt('pickup'),
    dropOff: placeAt('dropoff'),
    recipient: { name: row.recipient_name, email: row.recipient_email },
    parcel: { description: row.parcel, weightGrams: Number(row.weight_grams) },
  };
}

describe('orders-dublin.csv', () => {
  it('is what make-orders.ts writes (npx tsx docs/examples/make-orders.ts)', () => {
    expect(text).toBe(exampleOrders());
  });

  it('would differ with another seed', () => {
    expect(exampleOrders(7)).not.toBe(exampleOrders());
  });

  it('has the header an import demands, and 200 rows as wide as it', () => {
    expect(header).toEqual([...importColumns]);
    expect(records).toHaveLength(200);
    expect(records.filter((record) => record.length !== importColumns.length)).toEqual([]);
  });

  it('goes between at least 120 distinct places', () => {
    const names = rows.flatMap((row) => [row.pickup_name, row.dropoff_name]);
    expect(new Set(names).size).toBeGreaterThanOrEqual(120);
  });

  it.each(numbered)('line $line is an order the contract takes', ({ line, row }) => {
    expect([...Value.Errors(placeOrder, orderOf(row, line))]).toEqual([]);
  });

  it.each(numbered)(
    'line $line goes from one known place to another, each where its key lies',
    ({ line, row }) => {
      const order = orderOf(row, line);
      expect(order.pickup.name).not.toBe(order.dropOff.name);
      for (const end of [order.pickup, order.dropOff]) {
        const place = known.get(end.name);
        expect(end).toEqual({
          name: place?.name,
          address: place?.address,
          routingKey: place?.routingKey,
          position: place?.position,
        });
        const { lat, lon } = end.position ?? { lat: Number.NaN, lon: Number.NaN };
        expect(lat > dublinBounds.south && lat < dublinBounds.north).toBe(true);
        expect(lon > dublinBounds.west && lon < dublinBounds.east).toBe(true);
        const area = routingKeyAreas[end.routingKey];
        if (area === undefined) throw new Error(`no area is known for the routing key ${end.routingKey}`);
        expect(distanceMetres({ lat, lon }, area)).toBeLessThanOrEqual(area.radiusMetres);
        expect(row.source).toContain(place?.source);
      }
    },
  );

  it('writes to nobody: each recipient lives at a domain reserved for examples', () => {
    expect(rows.filter((row) => !/@example\.(com|net|org)$/.test(row.recipient_email))).toEqual([]);
    expect(new Set(rows.map((row) => row.recipient_email)).size).toBe(rows.length);
  });
});

describe('the check of a row', () => {
  const [first] = rows;
  if (first === undefined) throw new Error('orders-dublin.csv has no row');

  it.each([
    ['recipient_email', 'nobody'],
    ['weight_grams', '0'],
    ['pickup_routing_key', 'BT1'],
    ['dropoff_lat', 'north'],
    ['parcel', 'two\u0000lines'],
  ] as const)('sees a broken %s', (column, value) => {
    expect([...Value.Errors(placeOrder, orderOf({ ...first, [column]: value }, 2))]).not.toEqual([]);
  });
});
