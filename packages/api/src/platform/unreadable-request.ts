// What is no HTTP, or trickles in too slowly, meets no route and no hook: it is answered past Fastify, with the headers of
// every answer, and its connection ends.

import type { Socket } from 'node:net';
import { bareAnswer } from '@cool/contract/edge';
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
  socket.write(bareAnswer(status, fixedHeaders));
  socket.destroySoon(); // once it is written
}
