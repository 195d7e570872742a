import { describe, expect, it } from 'vitest';
import { overlaps, parseCidr, subnetCidr, tierCidr, tiers } from './addressing.ts';

describe('the address plan', () => {
  it.each([
    ['edge', '10.10.0.0/20', ['10.10.0.0/22', '10.10.4.0/22', '10.10.8.0/22']],
    ['private', '10.10.16.0/20', ['10.10.16.0/22', '10.10.20.0/22', '10.10.24.0/22']],
    ['secured', '10.10.32.0/20', ['10.10.32.0/22', '10.10.36.0/22', '10.10.40.0/22']],
  ] as const)('cuts the %s tier as drawn', (tier, range, subnets) => {
    expect(tierCidr('10.10.0.0/16', tier)).toBe(range);
    expect([0, 1, 2].map((zone) => subnetCidr('10.10.0.0/16', tier, zone))).toEqual(subnets);
  });

  it.each(tiers)('keeps all four places of the %s tier inside its range, apart from each other', (tier) => {
    const range = parseCidr(tierCidr('10.255.0.0/16', tier));
    const places = [0, 1, 2, 3].map((zone) => parseCidr(subnetCidr('10.255.0.0/16', tier, zone)));
    for (const [index, place] of places.entries()) {
      expect(place?.first).toBeGreaterThanOrEqual(range?.first ?? Number.NaN);
      expect(place?.last).toBeLessThanOrEqual(range?.last ?? Number.NaN);
      for (const other of places.slice(index + 1))
        expect(place !== undefined && other !== undefined && overlaps(place, other)).toBe(false);
    }
  });

  it.each(['10.0.0.0', '10.0.0.0/33', '10.256.0.0/16', '10.0.0.1/16', 'ten/16', ''])(
    'reads no block in "%s"',
    (text) => {
      expect(parseCidr(text)).toBeUndefined();
    },
  );

  it.each([
    ['10.0.0.0/16', '10.0.255.0/24', true],
    ['10.0.0.0/16', '10.1.0.0/16', false],
    ['0.0.0.0/0', '10.1.0.0/16', true],
  ])('knows whether %s and %s overlap', (one, other, expected) => {
    const [a, b] = [parseCidr(one), parseCidr(other)];
    expect(a !== undefined && b !== undefined && overlaps(a, b)).toBe(expected);
  });
});
