// The example file docs/examples/orders-dublin.csv: 200 orders between real, public Dublin places, for imports,
// demonstrations and trials. Invariant: the same seed always makes the same text; a test compares the two.
// Recipients are invented and live at the domains reserved for examples (RFC 2606).

import { importColumns } from '../orders/index.ts';
import { type DublinPlace, dublinPlaces, type PlaceKind } from './dublin-places.ts';

const orderCount = 200;

type Goods = readonly [description: string, fromGrams: number, toGrams: number];

/** What each kind of place sends out; stations and stops only receive, at the parcel counter. */
const sent: Readonly<Record<PlaceKind, readonly Goods[]>> = {
  travel: [],
  civic: [
    ['Notices and leaflets, boxed', 3_000, 12_000],
    ['Signed forms in a sealed folder', 150, 900],
    ['Lost property: one rucksack', 1_200, 4_500],
  ],
  culture: [
    ['Books on inter-library loan', 900, 6_000],
    ['Exhibition catalogues', 1_500, 8_000],
    ['Framed print, fragile', 1_100, 5_200],
    ['Posters in a tube', 250, 1_200],
  ],
  health: [
    ['Sterile dressings', 400, 3_500],
    ['Laboratory consumables', 800, 6_500],
    ['Walking frame, folded', 2_200, 3_900],
    ['Patient information leaflets', 500, 2_800],
  ],
  learning: [
    ['Examination scripts, sealed', 1_500, 9_000],
    ['Loan laptop with charger', 1_800, 3_200],
    ['Sports kit', 1_000, 7_500],
    ['Textbooks', 2_000, 11_000],
  ],
  shops: [
    ['Shoes, one pair', 700, 1_900],
    ['Kettle and toaster', 2_100, 4_300],
    ['Desk lamp', 900, 2_600],
    ['Birthday cake, keep level', 1_200, 3_000],
    ['Winter coat', 1_100, 2_700],
  ],
};

const firstNames =
  'Aoife Brian Caoimhe Declan Eimear Fionn Grainne Hugh Isolde Jarlath Kate Lorcan Maeve Niall Orla Padraig Roisin Sean Tara Ultan'.split(
    ' ',
  );
const lastNames =
  'Brennan Carolan Devlin Egan Fallon Geraghty Hanlon Keaveney Larkin Mulvey Nestor Rafter Scully Tuohy Whelehan Ardagh Boylan Cuffe Doherty Evoy Fogarty'.split(
    ' ',
  );
const domains = ['example.com', 'example.net', 'example.org'];

/** Mulberry32: a small generator whose numbers are the same on every machine. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** RFC 4180: a field with a comma, quote or line break is quoted, and a quote inside is doubled. */
const field = (value: string) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);

/** Goes round a shuffled list, so that every place is used before any is used twice. */
function roundRobin<Item>(items: readonly Item[], random: () => number): () => Item {
  const shuffled = items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
  let next = 0;
  return () => {
    const item = shuffled[next % shuffled.length];
    if (item === undefined) throw new Error('There is nothing to choose from: the list is empty.');
    next += 1;
    return item;
  };
}

const placeFields = ({ name, address, routingKey, position }: DublinPlace) => [
  name,
  address,
  routingKey,
  position.lat.toFixed(4),
  position.lon.toFixed(4),
];

/** The whole file, header first, lines ended by a line feed. */
export function exampleOrders(seed = 1845): string {
  const random = seeded(seed);
  const among = (from: number, to: number) => from + Math.floor(random() * (to - from + 1));
  const nextDropOff = roundRobin(dublinPlaces, random);
  const nextSender = roundRobin(
    dublinPlaces.filter(({ kind }) => sent[kind].length > 0),
    random,
  );
  const nextFirst = roundRobin(firstNames, random);
  const nextLast = roundRobin(lastNames, random);
  const nextDomain = roundRobin(domains, random);

  const rows = Array.from({ length: orderCount }, () => {
    const pickup = nextSender();
    let dropOff = nextDropOff();
    while (dropOff === pickup) dropOff = nextDropOff();
    const [description, fromGrams, toGrams] = roundRobin(sent[pickup.kind], random)();
    const first = nextFirst();
    const last = nextLast();
    return [
      ...placeFields(pickup),
      ...placeFields(dropOff),
      `${first} ${last}`,
      `${first}.${last}@${nextDomain()}`.toLowerCase(),
      description,
      String(Math.round(among(fromGrams, toGrams) / 50) * 50),
      `Pickup: ${pickup.source}. Drop-off: ${dropOff.source}.`,
    ];
  });
  return [importColumns, ...rows].map((row) => `${row.map(field).join(',')}\n`).join('');
}
