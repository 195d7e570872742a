// The contract builds URLs with values in them; a route is the same URL with a parameter in the value's place.

/** `routePath(urls.order(':orderId'))` is `/api/orders/:orderId`. */
export function routePath(url: string): string {
  return decodeURIComponent(url);
}
