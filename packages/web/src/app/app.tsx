// The application: loads the session, decides what may be shown, and puts the page into the shell.
import { useEffect } from 'preact/hooks';
import { LocationProvider, Route, Router, useLocation } from 'preact-iso/router';
import { Page } from '#ui/page.tsx';
import { Skeleton } from '#ui/placeholders.tsx';
import { RefusalNote } from '#ui/refusal-note.tsx';
import {
  ConfirmEmailPage,
  EnrolPage,
  InvitationPage,
  loadSession,
  PasswordResetPage,
  ReEnrolPage,
  ReplaceFactorPage,
  type SessionState,
  SignInPage,
  SignUpPage,
  safeReturnPath,
  sessionState,
  watchSession,
} from '../features/identity/index.ts';
import { CrashBoundary } from './crash-boundary.tsx';
import { lazyPage } from './lazy-page.tsx';
import { NotFoundPage, WrongRolePage } from './not-found-page.tsx';
import { Shell } from './shell.tsx';
import { whereTo } from './where-to.ts';

const BoardPage = lazyPage(async () => (await import('../features/board/index.ts')).BoardPage);
const RunPage = lazyPage(async () => (await import('../features/runs/index.ts')).RunPage);
const SecurityPage = lazyPage(
  async () => (await import('../features/security-report/index.ts')).SecurityPage,
);
const AuditPage = lazyPage(async () => (await import('../features/audit/index.ts')).AuditPage);
const DocsPage = lazyPage(async () => (await import('../features/openapi/index.ts')).DocsPage);
const PlaceOrderPage = lazyPage(async () => (await import('../features/orders/index.ts')).PlaceOrderPage);
const MyOrdersPage = lazyPage(async () => (await import('../features/orders/index.ts')).MyOrdersPage);
const AccountPage = lazyPage(async () => (await import('../features/account/index.ts')).AccountPage);
const PeoplePage = lazyPage(async () => (await import('../features/people/index.ts')).PeoplePage);
const ManagePage = lazyPage(async () => (await import('../features/managed/index.ts')).ManagePage);
const ImportPage = lazyPage(async () => (await import('../features/orders/index.ts')).ImportPage);

export function App() {
  useEffect(() => {
    void loadSession();
    return watchSession();
  }, []);
  return (
    <LocationProvider>
      <Shell>
        <CurrentPage state={sessionState.value} />
      </Shell>
    </LocationProvider>
  );
}

function CurrentPage({ state }: { readonly state: SessionState }) {
  const { path, query, url, route } = useLocation();
  const decision = whereTo(state, path, url, safeReturnPath(query['to']));
  const goTo = decision.kind === 'go' ? decision.to : null;
  useEffect(() => {
    if (goTo !== null) route(goTo, true);
  }, [goTo, route]);

  if (state.kind === 'unreachable') {
    return (
      <Page title="Not reachable" width="narrow">
        <RefusalNote refusal={state.refusal} onRetry={() => void loadSession()} />
      </Page>
    );
  }
  if (decision.kind === 'wrong-role') return <WrongRolePage />;
  if (decision.kind !== 'show') {
    return (
      <div className="page page-narrow">
        <Skeleton rows={3} label="Opening Cool Delivery" />
      </div>
    );
  }
  return (
    <CrashBoundary place={path}>
      <Router>
        <Route path="/sign-in" component={SignInPage} />
        <Route path="/sign-up" component={SignUpPage} />
        <Route path="/enrol" component={EnrolPage} />
        <Route path="/invitation" component={InvitationPage} />
        <Route path="/password-reset" component={PasswordResetPage} />
        <Route path="/confirm-email" component={ConfirmEmailPage} />
        <Route path="/re-enrolment" component={ReEnrolPage} />
        <Route path="/manage" component={ManagePage} />
        <Route path="/account" component={AccountPage} />
        <Route path="/account/second-factor" component={ReplaceFactorPage} />
        <Route path="/people" component={PeoplePage} />
        <Route path="/new" component={PlaceOrderPage} />
        <Route path="/orders/:orderId?" component={MyOrdersPage} />
        <Route path="/import" component={ImportPage} />
        <Route path="/board/:orderId?" component={BoardPage} />
        <Route path="/run" component={RunPage} />
        <Route path="/audit" component={AuditPage} />
        <Route path="/security" component={SecurityPage} />
        <Route path="/docs/:part?" component={DocsPage} />
        <Route default component={NotFoundPage} />
      </Router>
    </CrashBoundary>
  );
}
