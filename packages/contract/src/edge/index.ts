export * from './headers.ts';
export * from './limits.ts';
