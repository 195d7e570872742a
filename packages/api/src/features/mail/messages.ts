// What our mails about deliveries say. The PIN and the manage link stand here and nowhere else.

import { manageLinkDays } from '@cool/contract/tracking';
import { windowInWords } from '@cool/contract/tracking/words';
import { urls } from '@cool/contract/urls';
import type { Keys } from '#platform/keys.ts';
import {
  linkSeries,
  manageLinkOf,
  manageTokenOf,
  type PendingMail,
  pinOf,
  viewTokenOf,
} from '../orders/index.ts';
import type { Mail } from './mailer.ts';

interface Links {
  readonly view: string;
  readonly manage: string;
  readonly pin: string;
}

export function messageOf(pending: PendingMail, keys: Keys, publicOrigin: string): Mail {
  const { orderId, order, messageId, kind, at } = pending;
  const link = manageLinkOf(orderId, linkSeries(order), new Date(at));
  const says = {
    'delivery-announced': announced,
    'delivery-failed': failed,
  }[kind](pending, {
    view: `${publicOrigin}${urls.tracking(viewTokenOf(keys, { ...order, _id: orderId }))}`,
    manage: `${publicOrigin}${urls.managePage(manageTokenOf(keys, link))}`,
    pin: pinOf(keys, { ...order, _id: orderId }),
  });
  return {
    id: messageId,
    to: order.recipient.email,
    subject: says.subject,
    text: [`Hello ${order.recipient.name},`, ...says.paragraphs, 'Cool Delivery'].join('\n\n'),
    at,
    kind,
    orderId,
  };
}

interface Says {
  readonly subject: string;
  readonly paragraphs: readonly string[];
}

function announced({ order }: PendingMail, { view, manage, pin }: Links): Says {
  const when = order.window === undefined || order.window === null ? '' : `, ${windowInWords(order.window)}`;
  return {
    subject: `Your parcel from ${order.pickup.name} is on its way to you`,
    paragraphs: [
      `${order.pickup.name} is sending you a parcel. We will bring it to ${order.dropOff.name}, ${order.dropOff.address}${when}.`,
      `Follow it here: ${view}\nYour PIN: ${pin}`,
      'Tell the courier the PIN at the door, and only there: it proves that the parcel reached you.',
      `Another time, or a safe place to leave it? Say so here within ${manageLinkDays} days: ${manage}\nWhoever has this link can change the delivery, so keep it to yourself.`,
    ],
  };
}

function failed({ order }: PendingMail, { view, manage }: Links): Says {
  return {
    subject: `We could not deliver your parcel from ${order.pickup.name}`,
    paragraphs: [
      `We could not hand over your parcel at ${order.dropOff.name}, ${order.dropOff.address}.`,
      `Choose another time, or say where we may leave it, within ${manageLinkDays} days: ${manage}\nWhoever has this link can change the delivery, so keep it to yourself.`,
      `Follow it here: ${view}`,
    ],
  };
}
