import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type EngineProxy, openEngineProxy } from './engine-proxy.ts';

let folder: string;
let server: Server;
let proxy: EngineProxy;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cool-proxy-'));
  const path = join(folder, 's');
  server = createServer((socket) => void socket.on('error', () => undefined).pipe(socket));
  await new Promise<void>((resolve) => server.listen(path, resolve));
  proxy = await openEngineProxy(() => path);
});

afterEach(async () => {
  await proxy.close();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});

function client(): { readonly socket: Socket; readonly heard: () => string; readonly ended: () => boolean } {
  const socket = connect(proxy.port, '127.0.0.1');
  let heard = '';
  let ended = false;
  socket.on('data', (piece) => {
    heard += piece.toString();
  });
  socket.on('error', () => undefined);
  socket.on('close', () => {
    ended = true;
  });
  return { socket, heard: () => heard, ended: () => ended };
}

async function until(is: () => boolean): Promise<void> {
  for (let round = 0; !is() && round < 400; round += 1) await sleep(10);
  expect(is()).toBe(true);
}

it('lets everything pass in fair weather', async () => {
  const { socket, heard } = client();
  socket.write('hello');
  await until(() => heard() === 'hello');
});

it('holds back while stalled, and then sends all of it in its order', async () => {
  const { socket, heard } = client();
  socket.write('1');
  await until(() => heard() === '1');
  proxy.turn({ kind: 'stalled' });
  for (const piece of ['2', '3', '4']) {
    socket.write(piece);
    await sleep(20);
  }
  expect(heard()).toBe('1');
  proxy.turn({ kind: 'fair' });
  await until(() => heard() === '1234');
});

it('cuts what is open and refuses what is new, until the weather is fair again', async () => {
  const first = client();
  first.socket.write('1');
  await until(() => first.heard() === '1');
  proxy.turn({ kind: 'cut' });
  await until(first.ended);
  const second = client();
  await until(second.ended);
  proxy.turn({ kind: 'fair' });
  const third = client();
  third.socket.write('3');
  await until(() => third.heard() === '3');
});
