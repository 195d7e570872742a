// Where a request goes. Pure: method and path in, destination out.

import { apiPaths, limits } from '@cool/contract/edge';

export type Target =
  | { readonly kind: 'api' }
  | { readonly kind: 'demo'; readonly path: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'shell' }
  | { readonly kind: 'refused'; readonly status: 400 | 404 | 405 | 414 };

export function targetOf(method: string, url: string, files: ReadonlySet<string>, demo: boolean): Target {
  if (url.length > limits.urlBytes) return { kind: 'refused', status: 414 };
  if (!url.startsWith('/')) return { kind: 'refused', status: 400 }; // absolute form and `*` are for proxies
  const path = url.split('?', 1)[0] ?? '';
  if (apiPaths.some((prefix) => path.startsWith(prefix))) return { kind: 'api' }; // its methods are the API's matter
  if (method !== 'GET' && method !== 'HEAD') return { kind: 'refused', status: 405 };
  if (demo && (path === '/demo' || path.startsWith('/demo/'))) return { kind: 'demo', path };
  if (path !== '/index.html' && files.has(path)) return { kind: 'file', path };
  return isPagePath(path) ? { kind: 'shell' } : { kind: 'refused', status: 404 };
}

/** A path the application's router could know: no file ending, nothing encoded, no way upwards. */
function isPagePath(path: string): boolean {
  return !path.startsWith('/assets/') && /^\/([A-Za-z0-9_-]+(\/[A-Za-z0-9_-]+)*\/?)?$/.test(path);
}
