// The list of places, loaded when a place field is first used. Without it the form still takes any address.
import type { DublinPlace } from '@cool/contract/places';
import { signal } from '@preact/signals';

const places = signal<readonly DublinPlace[]>([]);
let asked = false;

export function useDublinPlaces(): readonly [readonly DublinPlace[], () => void] {
  return [places.value, load];
}

function load(): void {
  if (asked) return;
  asked = true;
  import('@cool/contract/places').then(
    ({ dublinPlaces }) => {
      places.value = dublinPlaces;
    },
    () => {
      asked = false; // asked again on the next focus; suggestions are a help, not a need
    },
  );
}
