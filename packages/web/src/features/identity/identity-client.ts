// The identity routes. Passwords, codes and seeds pass through and are kept nowhere.
import type {
  AcceptInvitation,
  EnrolledSession,
  PasskeyAssertion,
  PasskeyRequest,
  ReEnrol,
  ResetPassword,
  Session,
  SessionEnds,
  SignIn,
  StepUp,
  TotpEnrolment,
} from '@cool/contract/identity';
import { urls } from '@cool/contract/urls';
import { type Answer, request, requestUntilAnswered } from '#http/http-client.ts';
import { insteadOfTelling } from './sign-out-client.ts';

export function readSession(): Promise<Answer<Session>> {
  return request('GET', urls.session());
}

const answerWithinMs = 5_000;

/** Asking does not prolong the session. */
export function readSessionEnds(): Promise<Answer<SessionEnds>> {
  const signal = AbortSignal.timeout(answerWithinMs); // over all attempts
  return requestUntilAnswered('GET', urls.sessionEnds(), { signal });
}

export function sendSignIn(body: SignIn): Promise<Answer<Session>> {
  return insteadOfTelling(() => request('POST', urls.signIn(), { body }));
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
  return insteadOfTelling(() => request('POST', urls.reEnrol(), { body }));
}

export function confirmEnrolment(code: string): Promise<Answer<EnrolledSession>> {
  return request('POST', urls.confirmTotp(), { body: { code } });
}

export function sendInvitation(body: AcceptInvitation): Promise<Answer<Session>> {
  return insteadOfTelling(() => request('POST', urls.acceptInvitation(), { body }));
}

export function askPasskeySignIn(): Promise<Answer<PasskeyRequest>> {
  return request('POST', urls.passkeySignInOptions());
}

export function sendPasskey(body: PasskeyAssertion): Promise<Answer<Session>> {
  return insteadOfTelling(() => request('POST', urls.passkeySignIn(), { body }));
}
