export * from './lifecycle.ts';
export * from './permissions.ts';
export * from './proof.ts';
export * from './row.ts';
export * from './schema.ts';
