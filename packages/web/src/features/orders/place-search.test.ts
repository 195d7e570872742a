import { dublinPlaces } from '@cool/contract/places';
import { describe, expect, it } from 'vitest';
import { searchPlaces } from './place-search.ts';

const first = (text: string) => searchPlaces(dublinPlaces, text)[0]?.name;

describe('searching places', () => {
  it.each([
    ['heus', 'Heuston Station'],
    ['busaras', 'Busáras'],
    ['BORD GAIS', 'Bord Gáis Energy Theatre'],
    ['st annes', "St Anne's Park"],
    ['station heuston', 'Heuston Station'],
  ])('%s finds %s', (text, name) => {
    expect(first(text)).toBe(name);
  });

  it('finds by routing key and by street', () => {
    expect(searchPlaces(dublinPlaces, 'D6W', 50).every((place) => place.routingKey === 'D6W')).toBe(true);
    expect(searchPlaces(dublinPlaces, 'kildare street').map((place) => place.name)).toContain(
      'Leinster House',
    );
  });

  it('finds nothing for nothing, and nothing for nonsense', () => {
    expect(searchPlaces(dublinPlaces, '  ')).toEqual([]);
    expect(searchPlaces(dublinPlaces, 'qqqq')).toEqual([]);
  });
});
