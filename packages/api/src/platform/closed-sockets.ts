// A cure for one defect of the MongoDB driver (seen in 7.9.0, docs/decisions/0007): it writes a command into a socket
// that was destroyed a moment ago, and then waits for a `drain` such a socket never emits. That command never ends;
// when it is the heartbeat, the client never looks for the server again and the process serves nothing until its end.

import type { EventEmitter } from 'node:events';
import net from 'node:net';
import tls from 'node:tls';

/** The driver's own listener on `close` runs first, so that whoever is woken finds the connection closed. */
export function wakeWaitersOnClose<Socket extends EventEmitter>(socket: Socket): Socket {
  socket.once('close', () => setImmediate(() => socket.emit('drain')));
  return socket;
}

type Connect = (...args: never[]) => EventEmitter;

function waking<Open extends Connect>(open: Open): Open {
  return ((...args: never[]) => wakeWaitersOnClose(open(...args))) as Open;
}

let installed = false;

/** The driver takes no socket from outside, so the two functions it opens its own with are wrapped, once a process. */
export function cureClosedSockets(): void {
  if (installed) return;
  installed = true;
  net.createConnection = waking(net.createConnection as Connect) as typeof net.createConnection;
  tls.connect = waking(tls.connect as Connect) as typeof tls.connect;
}
