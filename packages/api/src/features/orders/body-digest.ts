// What an eventId stands for: who asked for which change with which body. Keyed, because a body may hold a PIN.

import { canonicalJson } from '#platform/canonical-json.ts';
import { keyedDigest } from '#platform/digest.ts';
import { type Generation, generationsOf, type Keys } from '#platform/keys.ts';

export interface ChangeAsked {
  readonly actorId: string;
  readonly orderId: string | null; // null when placing
  readonly command: string;
  readonly body: unknown;
}

export function bodyDigest(keys: Pick<Keys, 'bodyDigestKey'>, asked: ChangeAsked): string {
  return keyedDigest(keys.bodyDigestKey, canonicalJson(asked)).toString('hex');
}

/** True when it is the digest of this, under the key of now or of an earlier day. */
export function isDigestOf(keys: Keys, digest: string | undefined, asked: ChangeAsked): boolean {
  return generationsOf<Generation>(keys).some((each) => bodyDigest(each, asked) === digest);
}
