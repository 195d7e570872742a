export * from './lifecycle.ts';
export * from './permissions.ts';
export * from './schema.ts';
