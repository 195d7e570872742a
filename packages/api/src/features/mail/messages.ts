// What our mails say. The PIN stands here and nowhere else.

import { urls } from '@cool/contract/urls';
import type { Keys } from '#platform/keys.ts';
import { type PendingMail, pinOf, viewTokenOf } from '../orders/index.ts';
import type { Mail } from './mailer.ts';

export function messageOf(pending: PendingMail, keys: Keys, publicOrigin: string): Mail {
  const { orderId, order, messageId, kind, at } = pending;
  const link = `${publicOrigin}${urls.tracking(viewTokenOf(keys, orderId))}`;
  return {
    id: messageId,
    to: order.recipient.email,
    subject: `Your parcel from ${order.pickup.name} is on its way to you`,
    text: [
      `Hello ${order.recipient.name},`,
      '',
      `${order.pickup.name} is sending you a parcel. We will bring it to ${order.dropOff.name}, ${order.dropOff.address}.`,
      '',
      `Follow it here: ${link}`,
      `Your PIN: ${pinOf(keys, orderId)}`,
      '',
      'Tell the courier the PIN at the door, and only there: it proves that the parcel reached you.',
      '',
      'Cool Delivery',
    ].join('\n'),
    at,
    kind,
    orderId,
  };
}
