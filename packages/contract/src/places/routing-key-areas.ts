// Where each Eircode routing key lies: a centre and the radius of a circle that covers the district.
// Made apart from the places: the centres of the D keys are the mean of two public routing-key tables, those of
// the others are town centres; the radii follow the extent of the districts. A judge of the places, never a source.

import type { Position } from './distance.ts';

export type RoutingKeyArea = Position & { readonly radiusMetres: number };

/** County Dublin, from the Bray road to Balbriggan and from Newcastle to Howth Head. */
export const dublinBounds = { south: 53.2, north: 53.64, west: -6.55, east: -6.04 } as const;

export const routingKeyAreas: Readonly<Record<string, RoutingKeyArea>> = {
  D01: { lat: 53.3529, lon: -6.2603, radiusMetres: 2_500 },
  D02: { lat: 53.3406, lon: -6.2532, radiusMetres: 1_500 },
  D03: { lat: 53.3638, lon: -6.2241, radiusMetres: 2_500 },
  D04: { lat: 53.3266, lon: -6.2242, radiusMetres: 2_700 },
  D05: { lat: 53.3834, lon: -6.1899, radiusMetres: 2_500 },
  D06: { lat: 53.3137, lon: -6.2676, radiusMetres: 2_500 },
  D6W: { lat: 53.3047, lon: -6.3001, radiusMetres: 3_000 },
  D07: { lat: 53.3588, lon: -6.2892, radiusMetres: 2_200 },
  D08: { lat: 53.3379, lon: -6.2883, radiusMetres: 3_500 },
  D09: { lat: 53.3824, lon: -6.249, radiusMetres: 2_600 },
  D10: { lat: 53.3411, lon: -6.3529, radiusMetres: 2_300 },
  D11: { lat: 53.3917, lon: -6.2957, radiusMetres: 3_200 },
  D12: { lat: 53.3208, lon: -6.3182, radiusMetres: 2_500 },
  D13: { lat: 53.3952, lon: -6.1513, radiusMetres: 5_500 },
  D14: { lat: 53.2969, lon: -6.2448, radiusMetres: 3_000 },
  D15: { lat: 53.3843, lon: -6.4, radiusMetres: 5_500 },
  D16: { lat: 53.2782, lon: -6.2793, radiusMetres: 4_000 },
  D17: { lat: 53.4021, lon: -6.2056, radiusMetres: 2_000 },
  D18: { lat: 53.2546, lon: -6.1859, radiusMetres: 6_000 },
  D20: { lat: 53.3503, lon: -6.3675, radiusMetres: 3_000 },
  D22: { lat: 53.3242, lon: -6.3966, radiusMetres: 6_000 },
  D24: { lat: 53.2854, lon: -6.3723, radiusMetres: 5_500 },
  A94: { lat: 53.3014, lon: -6.178, radiusMetres: 2_600 },
  A96: { lat: 53.286, lon: -6.1329, radiusMetres: 4_200 },
  K32: { lat: 53.608, lon: -6.183, radiusMetres: 4_000 },
  K34: { lat: 53.5828, lon: -6.1083, radiusMetres: 3_500 },
  K36: { lat: 53.4508, lon: -6.1543, radiusMetres: 4_500 },
  K45: { lat: 53.5267, lon: -6.165, radiusMetres: 4_000 },
  K56: { lat: 53.523, lon: -6.09, radiusMetres: 2_500 },
  K67: { lat: 53.4597, lon: -6.2181, radiusMetres: 5_000 },
  K78: { lat: 53.3573, lon: -6.4489, radiusMetres: 3_500 },
};
