export { EnrolPage } from './enrol-page.tsx';
export { InvitationPage } from './invitation-page.tsx';
export { safeReturnPath } from './return-path.ts';
export { currentUser, loadSession, type SessionState, sessionState, signOut } from './session.ts';
export { SignInPage } from './sign-in-page.tsx';
