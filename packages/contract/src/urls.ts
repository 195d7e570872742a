// Every URL of the API, built in one place: the pages, the tests and the trials call these and nothing else.

import type { OrderCommand } from './orders/lifecycle.ts';

export type PersonAction =
  | 'role'
  | 'disable'
  | 'enable'
  | 'end-sessions'
  | 're-enrolment'
  | 're-enrolment/approve'
  | 're-enrolment/break-glass'
  | 'erasure'
  | 'erasure/approve';

export const urls = {
  signIn: () => '/api/sign-in',
  verifyTotp: () => '/api/sign-in/totp',
  signOut: () => '/api/sign-out',
  session: () => '/api/session',
  sessionEnds: () => '/api/session/ends',
  enrolTotp: () => '/api/enrolment/totp',
  confirmTotp: () => '/api/enrolment/totp/confirm',
  signUp: () => '/api/invitations',
  acceptInvitation: () => '/api/invitations/accept',
  recoverySignIn: () => '/api/sign-in/recovery',
  passkeySignInOptions: () => '/api/sign-in/passkey/options',
  passkeySignIn: () => '/api/sign-in/passkey',
  passkeys: () => '/api/account/passkeys',
  passkeyOptions: () => '/api/account/passkeys/options',
  removePasskey: (passkeyId: string) => `/api/account/passkeys/${encodeURIComponent(passkeyId)}/remove`,
  stepUp: () => '/api/step-up',
  passkeyStepUpOptions: () => '/api/step-up/passkey/options',
  passkeyStepUp: () => '/api/step-up/passkey',
  account: () => '/api/account',
  recoveryCodes: () => '/api/account/recovery-codes',
  changePassword: () => '/api/account/password',
  changeEmail: () => '/api/account/email',
  confirmEmail: () => '/api/account/email/confirm',
  passwordReset: () => '/api/password-reset',
  confirmPasswordReset: () => '/api/password-reset/confirm',
  reEnrol: () => '/api/re-enrolment',
  sessions: () => '/api/sessions',
  endSession: (sessionRef: string) => `/api/sessions/${encodeURIComponent(sessionRef)}/end`,
  endOtherSessions: () => '/api/sessions/end-others',
  people: () => '/api/people',
  invitePerson: () => '/api/people/invitations',
  withdrawInvitation: () => '/api/people/invitations/withdraw',
  personAction: (userId: string, action: PersonAction) =>
    `/api/people/${encodeURIComponent(userId)}/${action}`,
  mfaEvidence: () => '/api/evidence/mfa',
  couriers: () => '/api/couriers',
  orders: (query: Readonly<Record<string, string>> = {}) => withQuery('/api/orders', query),
  searchOrders: () => '/api/orders/search',
  order: (orderId: string) => `/api/orders/${encodeURIComponent(orderId)}`,
  command: (orderId: string, command: OrderCommand) =>
    `/api/orders/${encodeURIComponent(orderId)}/${command}`,
  proof: (orderId: string) => `/api/orders/${encodeURIComponent(orderId)}/proof`,
  importOrders: () => '/api/orders/import',
  run: () => '/api/run',
  live: () => '/api/live',
  audit: (query: Readonly<Record<string, string>> = {}) => withQuery('/api/audit', query),
  auditExport: () => '/api/audit/export',
  auditVerification: () => '/api/audit/verification',
  securityReport: () => '/api/security-report',
  openApi: () => '/api/openapi.json',
  /** The link's secret stands behind the #, which no browser sends; it travels in bodies. */
  tracking: (token: string) => `${urls.trackingPage()}#${token}`,
  trackingPage: () => '/t/',
  trackingView: () => '/t/delivery/view',
  trackingLive: () => '/t/delivery/live',
  managePage: (token: string) => `/manage#${token}`,
  managed: () => '/api/managed',
  manage: (command: 'reschedule' | 'instruct') => `/api/managed/${command}`,
} as const;

function withQuery(path: string, query: Readonly<Record<string, string>>): string {
  const search = new URLSearchParams(query).toString();
  return search === '' ? path : `${path}?${search}`;
}
