// The moment between a connection's end and the news of it: Node has destroyed the socket, `close` is still to come,
// and the driver writes. Made here on purpose, on every connection the client holds, its monitor's included.

import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '../src/platform/mongo.ts';
import { type Platform, startPlatform } from './harness.ts';

let platform: Platform;

beforeAll(async () => {
  platform = await startPlatform(0);
}, 60_000);

afterAll(() => platform?.stop());

test('a command written into a connection that just ended, ends, and the next one is served', async () => {
  const sockets: Socket[] = [];
  subscribe('net.client.socket', (message) => void sockets.push((message as { socket: Socket }).socket));
  const { client, db } = await connect(platform.uri, 'cool');
  try {
    expect(sockets.length).toBeGreaterThanOrEqual(2); // a monitor's and a command's
    const ended = sockets.splice(0);
    for (const socket of ended) {
      socket.write = () => {
        socket.destroy();
        return false; // what Node answers for a socket it has destroyed, without an `error` to follow
      };
    }

    await expect(db.command({ ping: 1 })).rejects.toThrow(/closed/); // a command is not retried by the driver
    expect(await db.collection('orders').find().toArray()).toEqual([]);

    expect(ended.every(({ destroyed }) => destroyed)).toBe(true); // the monitor, too, met its end and came back
  } finally {
    await client.close();
  }
}, 20_000);
