// The link with which a recipient manages one delivery. Its token names the order, the series and its end, signed with
// a key of its own use, so a guess or a change is seen before anything is looked up, and nothing about it is stored.
// Revoking begins a new series: every link of an older one is void. The series is counted in the order's own history.

import { manageLinkDays, manageToken } from '@cool/contract/tracking';
import { keyedDigest, sameSecret } from '#platform/digest.ts';
import { generationsOf, type Keys } from '#platform/keys.ts';
import { compileSchema } from '#platform/validation.ts';
import type { OrderDocument } from './order-document.ts';

type LinkKeys = Pick<Keys, 'viewLinkKey'>;

export interface ManageLink {
  readonly orderId: string;
  readonly series: number;
  readonly endsAt: Date;
}

const fits = compileSchema<string>(manageToken);

/** The series that counts now. */
export function linkSeries(order: {
  readonly events: readonly Pick<OrderDocument['events'][number], 'command'>[];
}): number {
  return order.events.filter(({ command }) => command === 'revoke').length;
}

/** The link of a mail: the same mail sent again holds the same link. */
export function manageLinkOf(orderId: string, series: number, mailedAt: Date): ManageLink {
  const seconds = Math.floor(mailedAt.getTime() / 1_000) + manageLinkDays * 86_400;
  return { orderId, series, endsAt: new Date(seconds * 1_000) };
}

export function manageTokenOf(keys: LinkKeys, link: ManageLink): string {
  return `${plainOf(link)}.${signatureOf(keys, link)}`;
}

/** What a token stands for; null when it is not ours, was changed, or has ended. */
export function readManageToken(keys: Keys, token: string, now: Date): ManageLink | null {
  if (!fits(token)) return null;
  const [id = '', series = '', seconds = '', signature = ''] = token.split('.');
  const link = { orderId: `ord_${id}`, series: Number(series), endsAt: new Date(Number(seconds) * 1_000) };
  if (plainOf(link) !== `${id}.${series}.${seconds}`) return null; // one way to write it, so one signature
  const signed = generationsOf<LinkKeys>(keys).some((each) => sameSecret(signature, signatureOf(each, link)));
  if (!signed) return null;
  return link.endsAt > now ? link : null;
}

function plainOf({ orderId, series, endsAt }: ManageLink): string {
  return `${orderId.slice('ord_'.length)}.${series}.${Math.floor(endsAt.getTime() / 1_000)}`;
}

/** 128 bits. The words before it keep it apart from the view link, which is made of the same key and the bare id. */
function signatureOf(keys: LinkKeys, link: ManageLink): string {
  return keyedDigest(keys.viewLinkKey, `manage link\n${plainOf(link)}`)
    .subarray(0, 16)
    .toString('base64url');
}
