import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { place } from '../orders/schema.ts';
import { distanceMetres, type Position } from './distance.ts';
import { dublinPlaces } from './dublin-places.ts';
import { dublinBounds, routingKeyAreas } from './routing-key-areas.ts';
import { unchecked } from './row.ts';

/** Districts are not circles: the right centre need not be the nearest, but a wrong key falls far down this list. */
const nearestKeys = (at: Position) =>
  Object.entries(routingKeyAreas)
    .sort(([, a], [, b]) => distanceMetres(at, a) - distanceMetres(at, b))
    .map(([key]) => key);

describe('the distance between two positions', () => {
  it('is 111.2 km for one degree of latitude', () => {
    expect(distanceMetres({ lat: 53, lon: -6 }, { lat: 54, lon: -6 })).toBeCloseTo(111_195, -1);
  });

  it('shrinks with the cosine of the latitude along a parallel', () => {
    expect(distanceMetres({ lat: 60, lon: -6 }, { lat: 60, lon: -7 })).toBeCloseTo(55_597, -2);
  });
});

describe('the Dublin places', () => {
  it('are at least 150, each with a name of its own', () => {
    const names = dublinPlaces.map((each) => each.name);
    expect(names.length).toBeGreaterThanOrEqual(150);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(dublinPlaces)('$name fits an order', ({ name, address, routingKey, position }) => {
    expect([...Value.Errors(place, { name, address, routingKey, position })]).toEqual([]);
    expect(`${name}${address}`).toBe(`${name}${address}`.trim());
  });

  it.each(dublinPlaces)('$name lies in Dublin, in the area of $routingKey', ({ routingKey, position }) => {
    expect(position.lat).toBeGreaterThan(dublinBounds.south);
    expect(position.lat).toBeLessThan(dublinBounds.north);
    expect(position.lon).toBeGreaterThan(dublinBounds.west);
    expect(position.lon).toBeLessThan(dublinBounds.east);
    const area = routingKeyAreas[routingKey];
    if (area === undefined) throw new Error(`no area is known for the routing key ${routingKey}`);
    expect(distanceMetres(position, area)).toBeLessThanOrEqual(area.radiusMetres);
    expect(nearestKeys(position).slice(0, 5)).toContain(routingKey);
  });

  it('are not the same place under two names: none stands within 10 m of another', () => {
    const close = dublinPlaces.flatMap((a, at) =>
      dublinPlaces
        .slice(at + 1)
        .filter((b) => distanceMetres(a.position, b.position) < 10)
        .map((b) => `${a.name} / ${b.name}`),
    );
    expect(close).toEqual([]);
  });

  it('say where they come from, and nine in ten rest on more than map knowledge', () => {
    for (const { source } of dublinPlaces) expect(source.length).toBeGreaterThan(10);
    const alone = dublinPlaces.filter(({ source }) => source === unchecked);
    expect(alone.length / dublinPlaces.length).toBeLessThan(0.1);
  });
});
