// The signed-in person: name, role, second factor, sign out. A native popover: the browser closes it.
import type { Session } from '@cool/contract/identity';
import { useEffect, useRef } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import { Icon } from '#ui/icon.tsx';
import { signOut } from '../features/identity/index.ts';

export function UserMenu({ user }: { readonly user: Session['user'] }) {
  const { path } = useLocation();
  const menu = useRef<HTMLDivElement>(null);
  useEffect(() => menu.current?.hidePopover(), [path]);
  return (
    <div className="user-menu">
      <button type="button" className="user-button" popoverTarget="user-menu">
        <span className="avatar" aria-hidden="true">
          {initials(user.name)}
        </span>
        <span className="user-name">{user.name}</span>
        <span className="visually-hidden">account menu</span>
        <Icon name="down" />
      </button>
      <div ref={menu} id="user-menu" className="menu" popover="auto">
        <div className="user-card">
          <strong>{user.name}</strong>
          <span className="soft small">{user.email}</span>
          <span className="soft small">
            {user.role[0]?.toUpperCase()}
            {user.role.slice(1)} · {user.secondFactor ? 'second factor on' : 'no second factor'}
          </span>
        </div>
        <a className="menu-item" href="/account">
          <Icon name="user" />
          Your account
        </a>
        {!user.secondFactor && (
          <a className="menu-item" href="/enrol">
            <Icon name="key" />
            Set up second factor
          </a>
        )}
        <a className="menu-item" href="/docs">
          <Icon name="info" />
          About the API
        </a>
        <button type="button" className="menu-item" onClick={signOut}>
          <Icon name="signout" />
          Sign out
        </button>
      </div>
    </div>
  );
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== '');
  return [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => word?.[0] ?? '').join('');
}
