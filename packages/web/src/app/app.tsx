// The application: loads the session, decides what may be shown, and puts the page into the shell.
import { useEffect } from 'preact/hooks';
import { LocationProvider, Route, Router, useLocation } from 'preact-iso/router';
import { Page } from '#ui/page.tsx';
import { Skeleton } from '#ui/placeholders.tsx';
import { RefusalNote } from '#ui/refusal-note.tsx';
import {
  EnrolPage,
  InvitationPage,
  loadSession,
  type SessionState,
  SignInPage,
  safeReturnPath,
  sessionState,
} from '../features/identity/index.ts';
import { NotFoundPage, WrongRolePage } from './not-found-page.tsx';
import { Shell } from './shell.tsx';
import { whereTo } from './where-to.ts';

export function App() {
  useEffect(() => {
    void loadSession();
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
    <Router>
      <Route path="/sign-in" component={SignInPage} />
      <Route path="/enrol" component={EnrolPage} />
      <Route path="/invitation" component={InvitationPage} />
      <Route default component={NotFoundPage} />
    </Router>
  );
}
