// Reads a stream of server-sent events as a page does.

import { viewerAddressHeader } from '@cool/contract/edge';
import type { Client } from './client.ts';

export interface SeenEvent {
  readonly id: string;
  readonly event: string;
  readonly data: string;
}

/** Reads a stream of server-sent events until it is closed or told to stop. */
export function listen(client: Client, path: string, lastEventId?: string, body?: object) {
  const events: SeenEvent[] = [];
  const abort = new AbortController();
  let lastId = lastEventId ?? '';
  let status: number | undefined;
  let comments = 0;
  let closed = false;
  let cut = false;
  const ended = (async () => {
    const response = await fetch(client.base + path, {
      signal: abort.signal,
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        [viewerAddressHeader]: `${client.address}:4711`,
        ...(client.cookie === '' ? {} : { cookie: client.cookie }),
        ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
      },
    });
    status = response.status;
    if (response.body === null || status !== 200) return;
    let rest = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body) {
      rest += decoder.decode(chunk, { stream: true });
      const blocks = rest.split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
        if (block.startsWith(':')) comments += 1;
        lastId = field('id') ?? lastId;
        const data = field('data');
        if (data !== undefined) events.push({ id: lastId, event: field('event') ?? 'message', data });
      }
    }
  })()
    .catch((error: unknown) => {
      if (!abort.signal.aborted && !isHangUp(error)) throw error;
      cut = true;
    })
    .finally(() => {
      closed = true;
    });
  return {
    events,
    ended,
    get status() {
      return status;
    },
    get comments() {
      return comments;
    },
    get lastId() {
      return lastId;
    },
    /** Nothing more will come. */
    get closed() {
      return closed;
    },
    /** It did not end: the connection broke. */
    get cut() {
      return cut;
    },
    async stop() {
      abort.abort();
      await ended;
    },
  };
}

/** The other side went away: what a killed process looks like from here. */
function isHangUp(error: unknown): boolean {
  return error instanceof TypeError;
}
