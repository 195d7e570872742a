import { EventEmitter, once } from 'node:events';
import { expect, it } from 'vitest';
import { wakeWaitersOnClose } from './closed-sockets.ts';

it('who waits for a closed socket to drain is woken, after those who listen for its end', async () => {
  const socket = wakeWaitersOnClose(new EventEmitter());
  const heard: string[] = [];
  socket.once('close', () => heard.push('closed'));
  const woken = once(socket, 'drain').then(() => heard.push('woken'));

  socket.emit('close');
  await woken;

  expect(heard).toEqual(['closed', 'woken']);
});
