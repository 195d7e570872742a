// The door of a person's own account: sessions, recovery codes, password, e-mail.

export { accountRoutes as installAccount } from './routes.ts';
