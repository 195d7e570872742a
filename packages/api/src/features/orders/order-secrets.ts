// The two secrets of an order, both derived from its id under keys of their own: neither is stored, and a repeated
// request can still answer the same link. The PIN leaves this process only in the recipient's mail.

import { keyedDigest, sha256Hex } from '#platform/digest.ts';
import type { Keys } from '#platform/keys.ts';

export function pinOf(keys: Pick<Keys, 'pinKey'>, orderId: string): string {
  // 48 bits taken modulo 10,000: the bias is below one in ten thousand million.
  return String(keyedDigest(keys.pinKey, orderId).readUIntBE(0, 6) % 10_000).padStart(4, '0');
}

export function viewTokenOf(keys: Pick<Keys, 'viewLinkKey'>, orderId: string): string {
  return keyedDigest(keys.viewLinkKey, orderId).subarray(0, 16).toString('base64url'); // 128 bits
}

export function viewTokenHash(token: string): string {
  return sha256Hex(token);
}
