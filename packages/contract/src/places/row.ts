// One line of the tables in this folder, and the sentences that say where a position comes from.
// Invariant: a position is right to about 300 m; what was not compared with a second source says so.

/** Name, street address, Eircode routing key, latitude, longitude, source. */
export type PlaceRow = readonly [
  name: string,
  address: string,
  routingKey: string,
  lat: number,
  lon: number,
  source: string,
];

export const stationList = 'Irish Rail public station list';
export const tramStopList = 'Luas public stop list';
export const onOpenMap = 'public map knowledge; checked against OpenStreetMap';
export const unchecked = 'public map knowledge; not checked against a second source';

/** The position is the stop's own, so it is that of the gate rather than of the building. */
export const atBusStop = (stop: string) => `position of the bus stop ${stop} in the public stop list`;

/** Compared with the stop of that name: at most 300 m apart. */
export const nearBusStop = (stop: string) => `public map knowledge; checked against the bus stop ${stop}`;
export const nearTramStop = (stop: string) => `public map knowledge; checked against the Luas stop ${stop}`;
export const nearStation = (station: string) =>
  `public map knowledge; checked against the station ${station}`;
