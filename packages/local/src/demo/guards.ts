// Who may see the demo's pages and sign in through its links. Pure.
// A page elsewhere must neither read a code nor sign somebody in; the browser says with Fetch Metadata where a
// request comes from, and the per-start key stands in the links of the terminal and of the demo page alone.

import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** A page a person opened: typed, from the terminal, or from a page of this same origin. */
export function isOwnNavigation(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site'];
  if (site === undefined) return true; // no browser that matters leaves it out: a command-line client of this machine
  return (site === 'none' || site === 'same-origin') && isDocument(headers);
}

/** A script of our own page asking for data. */
export function isOwnFetch(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site'];
  return site === undefined || site === 'same-origin';
}

/** A sign-in link: from one localhost name to another it counts as cross-site, so the key is what guards it. */
export function maySignIn(headers: IncomingHttpHeaders, given: string | null, key: string): boolean {
  const navigated = headers['sec-fetch-site'] === undefined || isDocument(headers);
  return navigated && given !== null && sameText(given, key);
}

function isDocument(headers: IncomingHttpHeaders): boolean {
  return headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
}

function sameText(one: string, other: string): boolean {
  const [first, second] = [Buffer.from(one), Buffer.from(other)];
  return first.length === second.length && timingSafeEqual(first, second);
}

/** Where to go after signing in: a path of this host and nothing else. */
export function pathOnly(to: string | null): string {
  return to !== null && /^\/([A-Za-z0-9_-]+(\/[A-Za-z0-9_-]+)*)?$/.test(to) ? to : '/';
}
