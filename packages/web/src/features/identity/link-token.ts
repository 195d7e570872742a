// The token of a link we mailed. It stands in the URL's fragment, which browsers never send to a server, and is taken out
// of the address bar and the history at once. A link opened while its page is already shown only changes the fragment,
// so that is listened to as well.
import { useEffect, useState } from 'preact/hooks';

/** Null while no whole link was opened. */
export function useLinkToken(): string | null {
  const [token, setToken] = useState(takeToken);
  useEffect(() => {
    const take = () => {
      const taken = takeToken();
      if (taken !== null) setToken(taken);
    };
    addEventListener('hashchange', take);
    return () => removeEventListener('hashchange', take);
  }, []);
  return token;
}

function takeToken(): string | null {
  const token = location.hash.slice(1);
  if (token === '') return null;
  history.replaceState(history.state, '', location.pathname);
  return token;
}
