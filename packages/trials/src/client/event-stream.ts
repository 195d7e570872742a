// Reads a stream of server-sent events (WHATWG HTML, section 9.2) and takes it up again where it ended, as a
// browser would: with Last-Event-ID.

import { type ClientRequest, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from './client.ts';

export type StreamEvent = { readonly id: string | null; readonly event: string; readonly data: string };

export type EventStream = {
  readonly events: readonly StreamEvent[];
  /** How often the stream was taken up again. */
  readonly resumed: () => number;
  readonly close: () => void;
};

/** Resolves when the first byte came: from then on nothing may be missed. */
export async function openEventStream(client: Client, path: string): Promise<EventStream> {
  const events: StreamEvent[] = [];
  let resumed = -1;
  let closed = false;
  let current: ClientRequest | undefined;
  let opened: (value: true) => void = () => {};
  let refused: (error: Error) => void = () => {};
  const first = new Promise<true>((resolve, reject) => {
    opened = resolve;
    refused = reject;
  });

  const once = () =>
    new Promise<void>((resolve) => {
      const last = events.findLast(({ id }) => id !== null)?.id;
      const sent = request({
        host: client.address.host,
        port: client.address.port,
        path,
        headers: {
          ...client.headers(),
          accept: 'text/event-stream',
          ...(last === undefined || last === null ? {} : { 'last-event-id': last }),
        },
      });
      current = sent;
      sent.once('error', () => resolve()); // a broken connection is taken up again below
      sent.once('response', (response) => {
        if (response.statusCode !== 200) {
          response.resume();
          closed = true;
          refused(new Error(`the stream ${path} was answered with ${response.statusCode}`));
          resolve();
          return;
        }
        const take = parser((event) => events.push(event));
        response.setEncoding('utf8');
        response.on('data', (text: string) => {
          opened(true);
          take(text);
        });
        response.once('close', () => resolve());
      });
      sent.end();
    });

  const keepReading = async () => {
    while (!closed) {
      resumed += 1;
      await once();
      if (!closed) await sleep(100);
    }
  };
  void keepReading(); // never rejects: what breaks is taken up again
  await first;
  return {
    events,
    resumed: () => resumed,
    close: () => {
      closed = true;
      current?.destroy();
    },
  };
}

/** Text in any pieces → whole events. Exported for its test. */
export function parser(onEvent: (event: StreamEvent) => void): (text: string) => void {
  let rest = '';
  let id: string | null = null;
  let event = 'message';
  let data: string[] = [];
  return (text) => {
    rest += text;
    const lines = rest.split(/\r\n|\n/);
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line === '') {
        if (data.length > 0) onEvent({ id, event, data: data.join('\n') });
        event = 'message';
        data = [];
        continue;
      }
      const [, field = '', value = ''] = /^([^:]*)(?:: ?(.*))?$/.exec(line) ?? [];
      if (field === 'id') id = value;
      else if (field === 'event') event = value;
      else if (field === 'data') data.push(value);
    }
  };
}
