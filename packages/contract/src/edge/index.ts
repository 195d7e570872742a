export * from './bare-answer.ts';
export * from './headers.ts';
export * from './limits.ts';
