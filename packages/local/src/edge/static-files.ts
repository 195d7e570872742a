// The built pages, held in memory: a request can only name a file that was there at the start, so no path leads
// out of the folder. Hashed assets are cached for good, everything else is asked for again (and is then a 304).

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { securityHeaders } from '@cool/contract/edge';

type Encoding = 'br' | 'gzip';

export type StaticFile = {
  readonly type: string;
  readonly body: Buffer;
  readonly etag: string;
  readonly cacheControl: string;
  /** Made when first asked for. */
  readonly encoded: Map<Encoding, Promise<Buffer>>;
};

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

/** URL path → file. Files that begin with a dot are not served. */
export function loadFiles(folder: string, prefix = ''): Map<string, StaticFile> {
  const files = new Map<string, StaticFile>();
  for (const entry of readdirSync(join(folder, prefix), { withFileTypes: true })) {
    if (entry.name.startsWith('.')) continue;
    const path = `${prefix}/${entry.name}`;
    if (entry.isDirectory()) for (const [name, file] of loadFiles(folder, path)) files.set(name, file);
    else files.set(path, staticFile(path, readFileSync(join(folder, path))));
  }
  return files;
}

export function staticFile(path: string, body: Buffer): StaticFile {
  return {
    type: types[extname(path)] ?? 'application/octet-stream',
    body,
    etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
    cacheControl: path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    encoded: new Map(),
  };
}

export async function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  file: StaticFile,
): Promise<void> {
  const headers: Record<string, string> = {
    ...securityHeaders,
    'content-type': file.type,
    'cache-control': file.cacheControl,
    etag: file.etag,
    vary: 'accept-encoding',
  };
  if (isFresh(request.headers['if-none-match'], file.etag)) {
    response.writeHead(304, headers).end();
    return;
  }
  const encoding = isText(file.type) ? encodingFor(request.headers['accept-encoding']) : null;
  const body = encoding === null ? file.body : await encodedBody(file, encoding);
  if (encoding !== null) headers['content-encoding'] = encoding;
  headers['content-length'] = String(body.length);
  response.writeHead(200, headers).end(request.method === 'HEAD' ? undefined : body);
}

/** If-None-Match compares weakly (RFC 9110, 13.1.2). */
export function isFresh(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  return (
    ifNoneMatch.trim() === '*' ||
    ifNoneMatch.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)
  );
}

/** The best of what the client takes; a weight of zero is a refusal. */
export function encodingFor(acceptEncoding: string | undefined): Encoding | null {
  const taken = (acceptEncoding ?? '')
    .split(',')
    .map((part) =>
      part
        .trim()
        .toLowerCase()
        .split(/\s*;\s*q=/),
    )
    .filter(([, weight]) => weight === undefined || Number(weight) > 0)
    .map(([name]) => name);
  if (taken.includes('br')) return 'br';
  return taken.includes('gzip') ? 'gzip' : null;
}

function isText(type: string): boolean {
  return /^(text\/|application\/(json|manifest)|image\/svg)/.test(type);
}

function encodedBody(file: StaticFile, encoding: Encoding): Promise<Buffer> {
  const made = file.encoded.get(encoding);
  if (made !== undefined) return made;
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } };
  const making =
    encoding === 'br' ? promisify(brotliCompress)(file.body, quality) : promisify(gzip)(file.body);
  file.encoded.set(encoding, making);
  return making;
}
