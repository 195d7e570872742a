export * from './schema.ts';
export * from './stream-times.ts';
