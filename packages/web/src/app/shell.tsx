// What surrounds every page: skip link, product name, the role's navigation, the user's menu, toasts.
import { isStaff } from '@cool/contract/identity';
import type { ComponentChildren } from 'preact';
import { useLocation } from 'preact-iso/router';
import { Icon } from '#ui/icon.tsx';
import { Toasts } from '#ui/toast.tsx';
import { currentUser } from '../features/identity/index.ts';
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
      </header>
      {user !== null && !isStaff(user.role) && !user.secondFactor && path !== '/enrol' && (
        <SecondFactorNudge />
      )}
      <main id="content" tabIndex={-1}>
        {children}
      </main>
      <Toasts />
    </>
  );
}
