export * from './dublin.ts';
