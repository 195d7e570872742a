// Decides, from the session and the URL alone, whether a page may be shown or where to go instead.
import type { SessionState, SignedOut } from '../features/identity/index.ts';
import { homeOf, pageAt } from './pages.ts';

export type Decision =
  | { readonly kind: 'wait' }
  | { readonly kind: 'show' }
  | { readonly kind: 'wrong-role' }
  | { readonly kind: 'go'; readonly to: string };

const show: Decision = { kind: 'show' };
const entrances: readonly string[] = ['/sign-in', '/sign-up', '/enrol', '/invitation'];
/** Those that are for whoever is not signed in. */
const forStrangers: readonly string[] = ['/sign-in', '/sign-up', '/invitation'];
/** Pages behind a mailed link: what they do needs the link and nobody's session. */
const linkPages: readonly string[] = ['/password-reset', '/confirm-email', '/re-enrolment', '/manage'];

/**
 * `wanted`: the path to return to after signing in, already checked to be of this site; null when there is none.
 * `url`: path and search of the present page, to come back to.
 */
export function whereTo(state: SessionState, path: string, url: string, wanted: string | null): Decision {
  if (isOpenToAll(path)) return state.kind === 'unreachable' ? { kind: 'wait' } : show;
  if (linkPages.includes(path) && state.kind !== 'loading') return show;
  switch (state.kind) {
    case 'loading':
    case 'unreachable':
      return { kind: 'wait' };
    case 'signed-out':
      return forStrangers.includes(path)
        ? show
        : go('/sign-in', wasChosen(state) || entrances.includes(path) ? null : url);
    case 'pending': {
      const entrance = state.session.next === 'enrol' ? '/enrol' : '/sign-in';
      return path === entrance ? show : go(entrance, entrances.includes(path) ? wanted : url);
    }
    case 'active': {
      const { role, secondFactor } = state.session.user;
      const onward = wanted ?? homeOf(role);
      if (path === '/' || forStrangers.includes(path)) return go(onward, null);
      if (path === '/enrol') return secondFactor ? go(onward, null) : show;
      const page = pageAt(path);
      return page === undefined || page.roles.includes(role) ? show : { kind: 'wrong-role' };
    }
  }
}

/** Whoever comes after a person who signed out begins at their own home. */
function wasChosen({ why }: SignedOut): boolean {
  return why === 'chosen' || why === 'untold' || why === 'told-late';
}

/** The API's description holds nothing about anybody: whoever writes a client reads it before there is an account. */
function isOpenToAll(path: string): boolean {
  return path === '/docs' || path.startsWith('/docs/');
}

function go(path: string, wanted: string | null): Decision {
  const worthKeeping = wanted !== null && wanted !== '/';
  return { kind: 'go', to: worthKeeping ? `${path}?to=${encodeURIComponent(wanted)}` : path };
}
