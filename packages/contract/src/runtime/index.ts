export * from './database.ts';
export * from './environment.ts';
