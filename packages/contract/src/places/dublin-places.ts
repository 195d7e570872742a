// Real, public places of Dublin, for examples, demonstrations and trials: facts only, each with its source.
// Invariant: names are distinct, and each position lies in the area of its routing key (`dublin-places.test.ts`).

import type { Place } from '../orders/schema.ts';
import { civic } from './civic.ts';
import { culture } from './culture.ts';
import { health } from './health.ts';
import { learning } from './learning.ts';
import type { PlaceRow } from './row.ts';
import { shops } from './shops.ts';
import { travel } from './travel.ts';

export const placeKinds = ['civic', 'culture', 'health', 'learning', 'shops', 'travel'] as const;

export type PlaceKind = (typeof placeKinds)[number];

export type DublinPlace = Readonly<Required<Place>> & {
  readonly kind: PlaceKind;
  /** Where the position comes from, and whether a second source agrees. */
  readonly source: string;
};

const tables: Readonly<Record<PlaceKind, readonly PlaceRow[]>> = {
  civic,
  culture,
  health,
  learning,
  shops,
  travel,
};

export const dublinPlaces: readonly DublinPlace[] = placeKinds.flatMap((kind) =>
  tables[kind].map(([name, address, routingKey, lat, lon, source]) => ({
    kind,
    name,
    address,
    routingKey,
    position: { lat, lon },
    source,
  })),
);
