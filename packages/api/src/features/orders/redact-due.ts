// Takes what is personal out of orders whose time is over. The kept proofs first: until the order itself says so it is
// done again, by whichever process comes, so a crash half way leaves nothing behind.

import type { OrdersDeps } from './deps.ts';
import { redactedBefore, redactionOf } from './redact-order.ts';

const mostAtOnce = 200;

export async function redactDue({
  orders,
  evidence,
  clock,
}: Pick<OrdersDeps, 'orders' | 'evidence' | 'clock'>): Promise<void> {
  for (;;) {
    const now = clock();
    const due = await orders.dueForRedaction(redactedBefore(now), mostAtOnce);
    for (const order of due) {
      for (const { proof } of order.events) {
        if (proof?.digest !== undefined) await evidence.remove({ orderId: order._id, digest: proof.digest });
      }
      await orders.redact(order, redactionOf(order, now));
    }
    if (due.length < mostAtOnce) return;
  }
}
