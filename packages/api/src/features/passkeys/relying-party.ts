// Who a passkey is for: the host name of our own pages. Pure. The public origin decides; only below `localhost`, where each
// persona of the demo lives at a host of its own, is the host of the request taken, and a browser still binds the passkey
// to exactly that host.

export interface RelyingParty {
  readonly id: string;
  readonly origin: string;
}

/** Undefined when the request did not come to our own host. */
export function relyingPartyOf(publicOrigin: string, host: string | undefined): RelyingParty | undefined {
  const ours = new URL(publicOrigin);
  const origin = `${ours.protocol}//${host ?? ''}`;
  if (!URL.canParse(origin)) return undefined;
  const asked = new URL(origin);
  const isOurs = asked.host === ours.host;
  const isPersona =
    ours.hostname === 'localhost' && asked.hostname.endsWith('.localhost') && asked.port === ours.port;
  if (!isOurs && !isPersona) return undefined;
  return { id: asked.hostname, origin: asked.origin };
}
