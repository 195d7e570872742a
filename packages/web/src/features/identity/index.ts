export { CodeForm } from './code-form.tsx';
export { ConfirmEmailPage } from './confirm-email-page.tsx';
export { EnrolPage, ReplaceFactorPage } from './enrol-page.tsx';
export { InvitationPage } from './invitation-page.tsx';
export { useLinkToken } from './link-token.ts';
export { newPasswordError, newPasswordHint } from './new-password.ts';
export { makePasskey, passkeysWork } from './passkey-ceremony.ts';
export { PasswordResetPage } from './password-reset-page.tsx';
export { ReEnrolPage } from './re-enrol-page.tsx';
export { RecoveryCodesList } from './recovery-codes-list.tsx';
export { safeReturnPath } from './return-path.ts';
export {
  currentUser,
  loadSession,
  type SessionState,
  type SignedOut,
  sessionState,
  signOut,
} from './session.ts';
export { nearEnd, tellUse, watchSession } from './session-watch.ts';
export { SignInPage } from './sign-in-page.tsx';
export { SignUpPage } from './sign-up-page.tsx';
export { useFreshFactor } from './use-fresh-factor.tsx';
