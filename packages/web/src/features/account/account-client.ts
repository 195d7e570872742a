// A person's own account. Passwords and recovery codes pass through and are kept nowhere.
import type {
  Account,
  ChangeEmail,
  ChangePassword,
  OwnSession,
  Passkey,
  PasskeyCreation,
  RecoveryCodes,
  RegisterPasskey,
} from '@cool/contract/identity';
import { urls } from '@cool/contract/urls';
import { type Answer, type RequestOptions, request } from '#http/http-client.ts';

export function readAccount(): Promise<Answer<Account>> {
  return request('GET', urls.account());
}

export function readSessions(): Promise<Answer<{ readonly sessions: readonly OwnSession[] }>> {
  return request('GET', urls.sessions());
}

/** `password`: once more, from who has no second factor. */
export function endSession(ref: string, password?: string): Promise<Answer<undefined>> {
  return request('POST', urls.endSession(ref), again(password));
}

export function endOtherSessions(password?: string): Promise<Answer<{ readonly ended: number }>> {
  return request('POST', urls.endOtherSessions(), again(password));
}

function again(password: string | undefined): RequestOptions {
  return password === undefined ? {} : { body: { password } };
}

export function makeRecoveryCodes(): Promise<Answer<RecoveryCodes>> {
  return request('POST', urls.recoveryCodes());
}

export function changePassword(body: ChangePassword): Promise<Answer<undefined>> {
  return request('POST', urls.changePassword(), { body });
}

export function changeEmail(body: ChangeEmail): Promise<Answer<undefined>> {
  return request('POST', urls.changeEmail(), { body });
}

export function readPasskeys(): Promise<Answer<{ readonly passkeys: readonly Passkey[] }>> {
  return request('GET', urls.passkeys());
}

export function askNewPasskey(): Promise<Answer<PasskeyCreation>> {
  return request('POST', urls.passkeyOptions());
}

export function registerPasskey(body: RegisterPasskey): Promise<Answer<undefined>> {
  return request('POST', urls.passkeys(), { body });
}

export function removePasskey(id: string): Promise<Answer<undefined>> {
  return request('POST', urls.removePasskey(id));
}
