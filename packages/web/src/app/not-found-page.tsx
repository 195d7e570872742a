// Two ends of the road: a path that is nobody's, and a page that is for other roles. Both lead on.

import { Page } from '#ui/page.tsx';
import { EmptyState } from '#ui/placeholders.tsx';

export function NotFoundPage() {
  return (
    <Page title="Page not found" width="narrow">
      <EmptyState icon="search" title="There is nothing at this address">
        <p>The link may be old, or a letter may be missing.</p>
        <a className="button button-primary" href="/">
          Go to the start page
        </a>
      </EmptyState>
    </Page>
  );
}

export function WrongRolePage() {
  return (
    <Page title="Not for your role" width="narrow">
      <EmptyState icon="shield" title="This page is for other roles">
        <p>Your account cannot open it. If you need it for your work, ask an admin for the role.</p>
        <a className="button button-primary" href="/">
          Go to your start page
        </a>
      </EmptyState>
    </Page>
  );
}
