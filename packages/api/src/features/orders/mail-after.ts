// Which mail an event brings about. Pure. The id is made of the order and the version, so a mail told twice is one.

import type { OrderCommand } from '@cool/contract/orders';
import type { MailEntry, OrderDocument, OrderMailKind, StoredEvent } from './order-document.ts';

/**
 * Confirming is the moment the delivery becomes certain: earlier, a PIN would go out for orders nobody accepted. After a
 * failed try the recipient is the one who knows when somebody is at home.
 */
const kinds: Readonly<Partial<Record<OrderCommand | 'place', OrderMailKind>>> = {
  confirm: 'delivery-announced',
  fail: 'delivery-failed',
};

export function mailAfter(
  order: Pick<OrderDocument, '_id' | 'version'>,
  { command, at }: Pick<StoredEvent, 'command' | 'at'>,
): MailEntry | null {
  const kind = kinds[command];
  return kind === undefined ? null : { messageId: `${order._id}-${order.version + 1}`, kind, at };
}
