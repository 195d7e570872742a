export * from './distance.ts';
export * from './dublin-places.ts';
export * from './routing-key-areas.ts';
