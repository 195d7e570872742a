// Which hosts the edge answers for. A page elsewhere can make its own name resolve to 127.0.0.1 (DNS rebinding),
// but it cannot make the browser send one of these names for it.

const localHost =
  /^(localhost|([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.){1,4}localhost|127\.0\.0\.1|\[::1\])(:[0-9]{1,5})?$/i;

export function isLocalHost(host: string | undefined): boolean {
  return host !== undefined && localHost.test(host);
}
