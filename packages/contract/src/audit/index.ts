export * from './access-event.ts';
export * from './checkpoint.ts';
export * from './list.ts';
export * from './person-event.ts';
export * from './record.ts';
