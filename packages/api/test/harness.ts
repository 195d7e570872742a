// What a journey needs: one database engine, API processes started by their real command, clients that sign in as a
// person would. Everything listens on loopback, lives in a folder of its own and is stopped by its own pid.

export * from './harness/client.ts';
export * from './harness/eventually.ts';
export * from './harness/listen.ts';
export * from './harness/mail.ts';
export * from './harness/person.ts';
export { type Platform, startPlatform } from './harness/platform.ts';
export type { Process } from './harness/process.ts';
export { startStaffed } from './harness/staff.ts';
