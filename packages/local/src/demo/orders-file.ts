// Which orders are the demo's own. The simulator acts on these and on no other, so nothing a person placed or
// imported by hand ever moves by itself.

import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { writePrivately } from '../data-folder.ts';

export type DemoOrders = {
  /** Names the import and the placings for good: repeated after a kill, they place nothing twice. */
  readonly importId: string;
  readonly imported: readonly string[];
  readonly ofCustomer: readonly string[];
  /** The path of the tracking page that the start message links to. */
  readonly trackingPath: string | null;
  /** The opening scene stands; from here on the couriers act, and get one more order when few are left. */
  readonly isSet: boolean;
};

export function readDemoOrders(path: string): DemoOrders {
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8'));
  const fresh = {
    importId: `demo_${randomBytes(12).toString('hex')}`,
    imported: [],
    ofCustomer: [],
    trackingPath: null,
    isSet: false,
  };
  writePrivately(path, fresh);
  return fresh;
}

export function writeDemoOrders(path: string, orders: DemoOrders): void {
  writePrivately(path, orders);
}
