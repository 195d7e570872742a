// Every URL of the API, built in one place: the pages, the tests and the trials call these and nothing else.

import type { OrderCommand } from './orders/lifecycle.ts';

export const urls = {
  signIn: () => '/api/sign-in',
  verifyTotp: () => '/api/sign-in/totp',
  signOut: () => '/api/sign-out',
  session: () => '/api/session',
  enrolTotp: () => '/api/enrolment/totp',
  confirmTotp: () => '/api/enrolment/totp/confirm',
  acceptInvitation: () => '/api/invitations/accept',
  couriers: () => '/api/couriers',
  orders: (query: Readonly<Record<string, string>> = {}) => withQuery('/api/orders', query),
  order: (orderId: string) => `/api/orders/${encodeURIComponent(orderId)}`,
  command: (orderId: string, command: OrderCommand) =>
    `/api/orders/${encodeURIComponent(orderId)}/${command}`,
  importOrders: () => '/api/orders/import',
  run: () => '/api/run',
  live: () => '/api/live',
  securityReport: () => '/api/security-report',
  tracking: (token: string) => `/t/${encodeURIComponent(token)}`,
  trackingView: (token: string) => `/t/${encodeURIComponent(token)}/view`,
  trackingLive: (token: string) => `/t/${encodeURIComponent(token)}/live`,
} as const;

function withQuery(path: string, query: Readonly<Record<string, string>>): string {
  const search = new URLSearchParams(query).toString();
  return search === '' ? path : `${path}?${search}`;
}
