export * from './account.ts';
export * from './authenticators.ts';
export * from './passkeys.ts';
export * from './people.ts';
export * from './roles.ts';
export * from './schema.ts';
