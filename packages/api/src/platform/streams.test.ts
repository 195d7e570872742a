// Streams over real sockets, with a fast heart and a clock we hold.

import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { streamTimes } from '@cool/contract/live';
import fastify from 'fastify';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { App } from './app-type.ts';
import { type Drain, makeDrain } from './drain.ts';
import { makeLogger } from './logging.ts';
import { installProblems } from './problem.ts';
import type { Session, SessionStore } from './session-store.ts';
import { makeStreams, type Streams } from './streams.ts';

let app: App;
let drain: Drain;
let streams: Streams;
let nowMs: number;
let living: ReadonlySet<string> | Error;
let endSession: (id: string) => void;

beforeEach(async () => {
  nowMs = 0;
  living = new Set(['s1', 's2']);
  drain = makeDrain();
  const sessions = {
    onEnded: (listener: (id: string) => void) => {
      endSession = listener;
    },
    living: async () => {
      if (living instanceof Error) throw living;
      return living;
    },
  } as unknown as SessionStore;
  const log = makeLogger({ write: () => undefined });
  streams = makeStreams({ sessions, drain, clock: () => new Date(nowMs), log, heartbeatMs: 20 });
  app = fastify() as unknown as App;
  installProblems(app);
  app.decorateRequest('session', null);
  app.addHook('onRequest', async (request) => {
    const id = request.headers['x-session'];
    if (typeof id === 'string') request.session = { id } as Session;
  });
  app.get('/live', async (request, reply) => {
    streams.open(request, reply);
    return reply;
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
});

afterEach(async () => {
  drain.noticed();
  await streams.stop();
  await app.close();
});

async function listen(session?: string) {
  const { port } = app.server.address() as AddressInfo;
  const headers = session === undefined ? {} : { 'x-session': session };
  const [response] = (await once(
    get({ port, host: '127.0.0.1', path: '/live', headers, agent: false }),
    'response',
  )) as [IncomingMessage];
  let text = '';
  response.on('data', (chunk: Buffer) => {
    text += chunk.toString('utf8');
  });
  const ended = once(response, 'close');
  return { status: response.statusCode, text: () => text, complete: () => response.complete, ended };
}

test('a stream says at once that it is open, and its heart beats', async () => {
  const page = await listen('s1');
  expect(page.status).toBe(200);
  await expect.poll(() => page.text()).toMatch(/^: cool delivery\nretry: 1000\n\n(:\n\n){2,}/);
});

test('a session ended elsewhere ends its streams at the next heartbeat, and no others', async () => {
  const [one, two, open] = await Promise.all([listen('s1'), listen('s2'), listen()]);
  living = new Set(['s2']);
  await one.ended;
  const beats = two.text().length;
  await expect.poll(() => two.text().length).toBeGreaterThan(beats);
  await expect.poll(() => open.text().length).toBeGreaterThan(beats);
});

test('when sessions cannot be confirmed their streams end; those without a session stay', async () => {
  const [one, open] = await Promise.all([listen('s1'), listen()]);
  living = new Error('the database is away');
  await one.ended;
  const beats = open.text().length;
  await expect.poll(() => open.text().length).toBeGreaterThan(beats);
});

test('signing out in this process ends the streams at once', async () => {
  const page = await listen('s1');
  endSession('s1');
  await page.ended;
});

test('a stream ends at its oldest age', async () => {
  const page = await listen('s1');
  nowMs = streamTimes.maxAgeMs + 1;
  await page.ended;
});

test('draining opens no more streams, and ends those there are once others had time to notice', async () => {
  const pages = await Promise.all([listen('s1'), listen()]);
  drain.begin();
  expect((await listen('s1')).status).toBe(503);
  const beats = pages.map((page) => page.text().length);
  for (const [at, page] of pages.entries())
    await expect.poll(() => page.text().length).toBeGreaterThan(beats[at] ?? 0);
  drain.noticed();
  await Promise.all(pages.map((page) => page.ended));
  expect(pages.map((page) => page.complete())).toEqual([true, true]); // an end, not a cut connection
});

test('a fifth stream of one session is refused, and a closed one makes room', async () => {
  const pages = await Promise.all(Array.from({ length: 4 }, () => listen('s1')));
  expect((await listen('s1')).status).toBe(429);
  expect((await listen('s2')).status).toBe(200);
  endSession('s1');
  await Promise.all(pages.map((page) => page.ended));
  expect((await listen('s1')).status).toBe(200);
});
