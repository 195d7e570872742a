// What surrounds every page: skip link, product name, the role's navigation, the user's menu, toasts.
import { isStaff } from '@cool/contract/identity';
import type { ComponentChildren } from 'preact';
import { useLocation } from 'preact-iso/router';
import { Button } from '#ui/button.tsx';
import { Icon } from '#ui/icon.tsx';
import { Toasts } from '#ui/toast.tsx';
import { currentUser, sessionState, signOut } from '../features/identity/index.ts';
import { EndWarning } from './end-warning.tsx';
import { navigationOf } from './pages.ts';
import { SecondFactorNudge } from './second-factor-nudge.tsx';
import { UserMenu } from './user-menu.tsx';

export function Shell({ children }: { readonly children: ComponentChildren }) {
  const { path } = useLocation();
  const user = currentUser.value;
  return (
    <>
      <a className="skip-link" href="#content">
        Skip to content
      </a>
      <header className="topbar">
        <a className="brand" href="/">
          <span className="brand-mark">
            <Icon name="box" />
          </span>
          Cool Delivery
        </a>
        {user !== null && (
          <>
            <nav className="topnav" aria-label="Main">
              {navigationOf(user.role).map((page) => (
                <a
                  key={page.path}
                  href={page.path}
                  aria-current={path === page.path || path.startsWith(`${page.path}/`) ? 'page' : undefined}
                >
                  {page.label}
                </a>
              ))}
            </nav>
            <UserMenu user={user} />
          </>
        )}
        {sessionState.value.kind === 'pending' && (
          <div className="user-menu-alone">
            <Button kind="plain" icon="signout" onPress={signOut}>
              Sign out
            </Button>
          </div>
        )}
      </header>
      {user !== null && !isStaff(user.role) && !user.secondFactor && path !== '/enrol' && (
        <SecondFactorNudge />
      )}
      <EndWarning />
      <main id="content" tabIndex={-1}>
        {children}
      </main>
      <Toasts />
    </>
  );
}
