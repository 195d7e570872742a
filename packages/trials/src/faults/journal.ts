// What the client knows: every change it sent and every change that was acknowledged, written down at once, outside
// the platform's folder. The checks read it back from the file, so they judge what a crash of this trial would leave.

import { appendFileSync, readFileSync } from 'node:fs';

export type Change = {
  readonly eventId: string;
  /** The order it changes; for a placing, the recipient's name stands for the order until it has an id. */
  readonly recipient: string;
  readonly command: string;
};

type Line =
  | ({ readonly kind: 'sent' } & Change)
  | ({ readonly kind: 'acknowledged'; readonly orderId: string; readonly version: number } & Change);

export type Acknowledged = Extract<Line, { kind: 'acknowledged' }>;

export type Journal = {
  readonly sent: (change: Change) => void;
  readonly acknowledged: (change: Change, orderId: string, version: number) => void;
  /** How many changes were acknowledged so far. */
  readonly count: () => number;
  readonly read: () => { readonly sent: readonly Change[]; readonly acknowledged: readonly Acknowledged[] };
};

export function openJournal(path: string): Journal {
  let count = 0;
  const write = (line: Line) => appendFileSync(path, `${JSON.stringify(line)}\n`);
  return {
    sent: (change) => write({ kind: 'sent', ...change }),
    acknowledged: (change, orderId, version) => {
      write({ kind: 'acknowledged', ...change, orderId, version });
      count += 1;
    },
    count: () => count,
    read: () => {
      const lines = readFileSync(path, 'utf8')
        .split('\n')
        .filter((text) => text !== '')
        .map((text) => JSON.parse(text) as Line);
      return {
        sent: lines.filter((line) => line.kind === 'sent'),
        acknowledged: lines.filter((line) => line.kind === 'acknowledged'),
      };
    },
  };
}
