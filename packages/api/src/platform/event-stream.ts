// One server-sent event stream (WHATWG HTML, section 9.2), written past Fastify's reply because it has no end of its
// own. A reader who does not keep up is cut off and resumes by Last-Event-ID: nobody's slowness becomes our memory.

import { streamTimes } from '@cool/contract/live';
import type { FastifyReply } from 'fastify';

export interface EventStream {
  send(event: { readonly id?: number; readonly event?: string; readonly data?: string }): void;
  comment(): void;
  close(): void;
  onClosed(listener: () => void): void;
  readonly closed: boolean;
}

const mostBufferedBytes = 1_048_576;

export function openEventStream(reply: FastifyReply): EventStream {
  const listeners: (() => void)[] = [];
  let closed = false;
  reply.hijack();
  const { raw } = reply;
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) raw.setHeader(name, value);
  }
  raw.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
  raw.write(`: cool delivery\nretry: ${streamTimes.retryMs}\n\n`); // at once, so that proxies and pages see it open

  const finish = () => {
    if (closed) return;
    closed = true;
    for (const listener of listeners) listener();
  };
  if (raw.destroyed) finish(); // the client left while we were asking who it is
  raw.on('close', finish);
  raw.on('error', finish);
  const write = (text: string) => {
    if (closed) return;
    raw.write(text);
    if (raw.writableLength > mostBufferedBytes) raw.destroy();
  };

  return {
    send({ id, event, data }) {
      const lines = [
        ...(id === undefined ? [] : [`id: ${id}`]),
        ...(event === undefined ? [] : [`event: ${event}`]),
        ...(data === undefined ? [] : [`data: ${data}`]),
      ];
      write(`${lines.join('\n')}\n\n`);
    },
    comment: () => write(':\n\n'),
    close() {
      if (closed) return;
      raw.end();
      finish();
    },
    onClosed(listener) {
      if (closed) listener();
      else listeners.push(listener);
    },
    get closed() {
      return closed;
    },
  };
}
