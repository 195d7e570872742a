// What the bucket says of a web file. Names with a content hash never change; everything else is asked for anew.

const contentTypes: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  ico: 'image/x-icon',
  jpg: 'image/jpeg',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json',
  map: 'application/json',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain; charset=utf-8',
  webmanifest: 'application/manifest+json',
  woff2: 'font/woff2',
};

/** An ending nobody listed is served as bytes: a browser must not guess (`nosniff` is on). */
export function contentTypeOf(path: string): string {
  return contentTypes[path.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/octet-stream';
}

export function cacheControlOf(path: string): string {
  const hashed = /[.-][A-Za-z0-9_-]{8,}\.[a-z0-9]+$/.test(path) && path.startsWith('assets/');
  return hashed ? 'public, max-age=31536000, immutable' : 'no-cache';
}
