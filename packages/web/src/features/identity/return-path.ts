// Where to go after signing in. Only a path of this very site is followed, so a crafted sign-in link cannot send
// a person who has just typed a password to somebody else's page (CWE-601).

const placeholderOrigin = 'https://same-origin.invalid';

/** `wanted` when it is a path of this site, else null. */
export function safeReturnPath(wanted: string | undefined): string | null {
  if (wanted === undefined || !wanted.startsWith('/') || hasControlCharacter(wanted)) return null;
  let url: URL;
  try {
    url = new URL(wanted, placeholderOrigin); // reads `//host`, `/\host` and the like as a browser does
  } catch {
    return null;
  }
  if (url.origin !== placeholderOrigin) return null;
  const path = url.pathname + url.search;
  if (path.startsWith('//') || isEntrance(url.pathname)) return null; // `/.//host` becomes `//host` once read
  return path;
}

function hasControlCharacter(text: string): boolean {
  return [...text].some((character) => character < ' ' || character === '\u007f');
}

/** Returning to the way in would go round in a circle. */
function isEntrance(path: string): boolean {
  return path === '/' || path === '/sign-in' || path === '/enrol' || path === '/invitation';
}
