// The token of a link we mailed. It stands in the URL's fragment, which browsers never send to a server.

/** Takes the token out of the address bar and the history; null when the link was not whole. */
export function takeLinkToken(): string | null {
  const token = location.hash.slice(1);
  if (token === '') return null;
  history.replaceState(history.state, '', location.pathname);
  return token;
}
