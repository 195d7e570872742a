// The identity routes. Passwords, codes and seeds pass through and are kept nowhere.
import type {
  AcceptInvitation,
  EnrolledSession,
  PasskeyAssertion,
  PasskeyRequest,
  ReEnrol,
  ResetPassword,
  Session,
  SignIn,
  StepUp,
  TotpEnrolment,
} from '@cool/contract/identity';
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

export function sendRecoveryCode(code: string): Promise<Answer<Session>> {
  return request('POST', urls.recoverySignIn(), { body: { code } });
}

/** With the password the code stands for both factors. */
export function sendStepUp(body: StepUp): Promise<Answer<Session>> {
  return request('POST', urls.stepUp(), { body });
}

export function askPasskeyStepUp(): Promise<Answer<PasskeyRequest>> {
  return request('POST', urls.passkeyStepUpOptions());
}

export function sendPasskeyStepUp(body: PasskeyAssertion): Promise<Answer<Session>> {
  return request('POST', urls.passkeyStepUp(), { body });
}

/** `password`: once more, from who enrols by choice. */
export function beginEnrolment(password?: string): Promise<Answer<TotpEnrolment>> {
  return request('POST', urls.enrolTotp(), password === undefined ? {} : { body: { password } });
}

export function askSignUp(email: string): Promise<Answer<undefined>> {
  return request('POST', urls.signUp(), { body: { email } });
}

export function askPasswordReset(email: string): Promise<Answer<undefined>> {
  return request('POST', urls.passwordReset(), { body: { email } });
}

export function resetPassword(body: ResetPassword): Promise<Answer<undefined>> {
  return request('POST', urls.confirmPasswordReset(), { body });
}

export function confirmEmail(token: string): Promise<Answer<undefined>> {
  return request('POST', urls.confirmEmail(), { body: { token } });
}

export function sendReEnrol(body: ReEnrol): Promise<Answer<Session>> {
  return request('POST', urls.reEnrol(), { body });
}

export function confirmEnrolment(code: string): Promise<Answer<EnrolledSession>> {
  return request('POST', urls.confirmTotp(), { body: { code } });
}

export function sendInvitation(body: AcceptInvitation): Promise<Answer<Session>> {
  return request('POST', urls.acceptInvitation(), { body });
}

export function sendSignOut(): Promise<Answer<undefined>> {
  return request('POST', urls.signOut());
}

export function askPasskeySignIn(): Promise<Answer<PasskeyRequest>> {
  return request('POST', urls.passkeySignInOptions());
}

export function sendPasskey(body: PasskeyAssertion): Promise<Answer<Session>> {
  return request('POST', urls.passkeySignIn(), { body });
}
