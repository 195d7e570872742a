// Which headers travel on. Pure.
// Invariant: the API's one header about the client's address is ours; whatever a client sent under it, or under
// any other name that claims an address or a host, stays here.

import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import { viewerAddressHeader } from '@cool/contract/edge';

/** Of one connection only (RFC 9110, 7.6.1). */
const hopByHop = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

const claimsAnAddress =
  /^(x-forwarded-|cloudfront-|forwarded$|x-real-ip$|x-client-ip$|true-client-ip$|x-original-|x-rewrite-|x-host$)/;

export function headersForApi(
  sent: IncomingHttpHeaders,
  viewer: { readonly address: string; readonly port: number },
  bodyBytes: number | null,
): OutgoingHttpHeaders {
  const passed: OutgoingHttpHeaders = {};
  const dropped = droppedNames(sent.connection);
  for (const [name, value] of Object.entries(sent)) {
    if (value === undefined || dropped.has(name) || claimsAnAddress.test(name) || name === 'expect') continue;
    passed[name] = value;
  }
  delete passed['content-length'];
  if (bodyBytes !== null) passed['content-length'] = String(bodyBytes);
  passed[viewerAddressHeader] = addressAndPort(viewer);
  return passed;
}

export function headersForClient(
  answered: IncomingHttpHeaders,
  always: Readonly<Record<string, string>>,
): OutgoingHttpHeaders {
  const dropped = droppedNames(answered.connection);
  const passed: OutgoingHttpHeaders = { ...always };
  for (const [name, value] of Object.entries(answered)) {
    if (value !== undefined && !dropped.has(name)) passed[name] = value;
  }
  return passed;
}

function droppedNames(connection: string | undefined): ReadonlySet<string> {
  const named = (connection ?? '').split(',').map((name) => name.trim().toLowerCase());
  return new Set([...hopByHop, ...named]);
}

/** CloudFront's form: an IPv6 address stands without brackets, the port after the last colon. */
function addressAndPort({ address, port }: { readonly address: string; readonly port: number }): string {
  return `${address.replace(/^::ffff:/, '')}:${port}`;
}
