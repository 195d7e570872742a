// Whether an order whose personal values are gone may be without them, and is without all of them. Pure. Nobody tells a
// redaction to the chain: it follows from the order's end, which the chain holds, and from the clock. So values that were
// taken out before their time are found, and so is whatever was put where a value was removed.

import { canonicalJson } from '#platform/canonical-json.ts';
import { type OrderDocument, redactedBefore, redactionOf } from '../orders/index.ts';

/** The clocks of who removed and who verifies need not agree to the hour. */
const toleranceMs = 24 * 3_600_000;

/** One sentence's rest; undefined for an order that is as it must be. Not for one that was never redacted. */
export function wrongRedaction(order: OrderDocument, now: Date): string | undefined {
  const { endedAt } = order;
  if (endedAt === null || endedAt >= redactedBefore(new Date(now.getTime() + toleranceMs))) {
    return 'its personal values were taken out before their time.';
  }
  const { redactedAt: _at, ...removed } = redactionOf(order, now);
  for (const [field, must] of Object.entries(removed)) {
    const stands: unknown = order[field as keyof typeof removed];
    if (canonicalJson(stands) !== canonicalJson(must)) {
      return `its time was over and its personal values are gone, but something stands in its ${field}.`;
    }
  }
  if (order.instructions !== undefined || order.contentKey !== undefined) {
    return 'its time was over and its personal values are gone, but its instructions or its key still stand there.';
  }
  return undefined;
}
