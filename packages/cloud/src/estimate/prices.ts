// The dated price table. Every price says how it was come by: looked up (with its source and day) or estimated (with
// the reason), and an estimated one carries ± 30 % into every total it is part of.

import { readFileSync } from 'node:fs';
import Type, { type Static } from 'typebox';
import Value from 'typebox/value';

/** What an estimated price may be off by, in either direction. */
export const estimatedError = 0.3;

const closed = { additionalProperties: false } as const;
const usd = Type.Number({ minimum: 0 });
const unit = Type.String({ minLength: 2 });

const Price = Type.Union([
  Type.Object(
    {
      usd,
      unit,
      how: Type.Literal('looked up'),
      source: Type.String({ minLength: 20 }),
      seen: Type.String({ pattern: '^20[0-9]{2}-[01][0-9](-[0-3][0-9])?$' }),
    },
    closed,
  ),
  Type.Object({ usd, unit, how: Type.Literal('estimated'), because: Type.String({ minLength: 20 }) }, closed),
]);

const PriceTable = Type.Object(
  {
    region: Type.String(),
    currency: Type.Literal('USD'),
    dated: Type.String({ pattern: '^20[0-9]{2}-[01][0-9]-[0-3][0-9]$' }),
    prices: Type.Record(Type.String({ pattern: '^[a-z0-9.-]+$' }), Price),
  },
  closed,
);

export type Price = Static<typeof Price>;
export type PriceTable = Static<typeof PriceTable>;

const tablePath = new URL('../../prices/eu-west-1.json', import.meta.url);

export function readPrices(path: URL = tablePath): PriceTable {
  const table: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (Value.Check(PriceTable, table)) return table;
  const places = [...Value.Errors(PriceTable, table)].map((error) => error.instancePath).join(', ');
  throw new Error(
    `${path.pathname}: given a wrong form at ${places}, allowed is a price with usd, unit and either source and seen (looked up) or because (estimated); correct it there.`,
  );
}

export function priceOf(table: PriceTable, name: string): Price {
  const price = table.prices[name];
  if (price === undefined)
    throw new Error(
      `No price for ${name}: given a template that needs it, allowed are the names in packages/cloud/prices/${table.region}.json; add it there with its source, or as estimated with the reason.`,
    );
  return price;
}
