export * from './emf.ts';
export * from './log-lines.ts';
export * from './metrics.ts';
export * from './spans.ts';
