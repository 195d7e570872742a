// The identity routes. Passwords, codes and seeds pass through and are kept nowhere.
import type { AcceptInvitation, Session, SignIn, TotpEnrolment } from '@cool/contract/identity';
import { urls } from '@cool/contract/urls';
import { type Answer, request } from '#http/http-client.ts';

export function readSession(): Promise<Answer<Session>> {
  return request('GET', urls.session());
}

export function sendSignIn(body: SignIn): Promise<Answer<Session>> {
  return request('POST', urls.signIn(), { body });
}

export function sendCode(code: string): Promise<Answer<Session>> {
  return request('POST', urls.verifyTotp(), { body: { code } });
}

export function beginEnrolment(): Promise<Answer<TotpEnrolment>> {
  return request('POST', urls.enrolTotp());
}

export function confirmEnrolment(code: string): Promise<Answer<Session>> {
  return request('POST', urls.confirmTotp(), { body: { code } });
}

export function sendInvitation(body: AcceptInvitation): Promise<Answer<Session>> {
  return request('POST', urls.acceptInvitation(), { body });
}

export function sendSignOut(): Promise<Answer<undefined>> {
  return request('POST', urls.signOut());
}
