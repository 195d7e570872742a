export * from './eta.ts';
export * from './lifecycle.ts';
export * from './permissions.ts';
export * from './proof.ts';
export * from './row.ts';
export * from './schema.ts';
export * from './search.ts';
export { arrivalAfter, detour, positionOf, speedProfile } from './travel.ts';
export * from './window.ts';
