// What is no HTTP, or trickles in too slowly, meets no route and no hook: it is answered past Fastify, with the headers of
// every answer, and its connection ends.

import type { Socket } from 'node:net';
import { fixedHeaders } from './response-headers.ts';

const statusOf: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

export function refuseUnreadable(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const status = statusOf[error.code ?? ''] ?? '400 Bad Request';
  const headers = { ...fixedHeaders, connection: 'close', 'content-length': '0' };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.write(`HTTP/1.1 ${[status, ...lines].join('\r\n')}\r\n\r\n`);
  socket.destroySoon(); // once it is written
}
