// Stands between the API processes and the database engine, as a network would, and does what networks do: lets bytes
// pass, holds each back for a while, holds all back, or cuts. What was held back is sent on in its order.

import { connect, createServer, type Socket } from 'node:net';

export type Weather =
  | { readonly kind: 'fair' }
  /** Each piece arrives so much later. */
  | { readonly kind: 'slow'; readonly delayMs: number }
  /** Connections stay, nothing arrives. */
  | { readonly kind: 'stalled' }
  /** Connections end, new ones are refused. */
  | { readonly kind: 'cut' };

export type EngineProxy = {
  readonly port: number;
  readonly turn: (weather: Weather) => void;
  readonly close: () => Promise<void>;
};

/** `socketPath` is asked for anew with each connection: the engine may have been started again. */
export async function openEngineProxy(socketPath: () => string): Promise<EngineProxy> {
  let weather: Weather = { kind: 'fair' };
  const pairs = new Set<readonly [Socket, Socket]>();
  const waiting = new Set<() => void>();

  const server = createServer((near) => {
    if (weather.kind === 'cut') {
      near.destroy();
      return;
    }
    const far = connect(socketPath());
    const pair = [near, far] as const;
    pairs.add(pair);
    const end = () => {
      near.destroy();
      far.destroy();
      pairs.delete(pair);
    };
    for (const socket of pair) {
      socket.setNoDelay(true);
      socket.on('error', end); // a cut connection breaks with an error on either side; ending it is the answer
      socket.on('close', end);
    }
    carry(near, far);
    carry(far, near);
  });

  /** One piece after the other: later pieces never overtake one that is held back. */
  const carry = (from: Socket, to: Socket) => {
    let before: Promise<void> = Promise.resolve();
    from.on('data', (piece: Buffer) => {
      const turnCame = delayed();
      before = before.then(() => turnCame).then(() => void to.write(piece));
    });
    from.on('end', () => {
      before = before.then(() => void to.end());
    });
  };

  const delayed = (): Promise<void> => {
    if (weather.kind === 'slow') {
      const { delayMs } = weather;
      return new Promise((resolve) => setTimeout(resolve, delayMs));
    }
    if (weather.kind === 'stalled') return new Promise((resolve) => waiting.add(resolve));
    return Promise.resolve();
  };

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  const cutAll = () => {
    for (const [near, far] of pairs) {
      near.destroy();
      far.destroy();
    }
  };
  return {
    port: address.port,
    turn: (next) => {
      weather = next;
      if (next.kind === 'cut') cutAll();
      if (next.kind !== 'stalled') {
        for (const release of waiting) release();
        waiting.clear();
      }
    },
    close: () => {
      weather = { kind: 'cut' };
      cutAll();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
