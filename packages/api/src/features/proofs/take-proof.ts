// From what a courier's phone sent to what is kept: a file and its digest, or a refusal that says what was given and
// what is allowed. Nothing of the given file is kept as it is.

import { createHash } from 'node:crypto';
import { proofLimits, type Signature } from '@cool/contract/orders';
import { Refusal } from '#platform/problem.ts';
import { jpegHeader } from './jpeg-header.ts';
import type { ReEncode } from './re-encode.ts';
import { signatureSvg } from './signature-svg.ts';

export interface Evidence {
  readonly digest: string;
  readonly bytes: Uint8Array;
}

export function evidenceOfSignature(signature: Signature): Evidence {
  const svg = signatureSvg(signature);
  if (svg !== null) return evidence(Buffer.from(svg, 'utf8'));
  throw refused('/signature', 'a dot or a very short line', 'a signature of some length');
}

export async function evidenceOfPhoto(base64: string, reEncode: ReEncode): Promise<Evidence> {
  const { photoLongestSide: side, photoPixels: most, storedBytes } = proofLimits;
  const allowed = `a JPEG of at most ${side} pixels a side and ${most / 1_000_000} million in all`;
  const given = Buffer.from(base64, 'base64');
  const header = jpegHeader(given);
  if (!header.ok) throw refused('/photo', header.given, allowed);
  const { width, height } = header;
  if (Math.max(width, height) > side || width * height > most) {
    throw refused('/photo', `${width} × ${height} pixels`, allowed);
  }
  const made = await reEncode(given);
  if (made === 'busy') throw new Refusal('unavailable', { retryAfterSeconds: 2 });
  if (made === 'unreadable' || made.width * made.height !== width * height) {
    throw refused('/photo', 'a JPEG that cannot be read', allowed);
  }
  if (made.bytes.length > storedBytes) {
    throw refused('/photo', 'a picture that cannot be made small', allowed);
  }
  return evidence(made.bytes);
}

export function digestOfEvidence(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function evidence(bytes: Uint8Array): Evidence {
  return { digest: digestOfEvidence(bytes), bytes };
}

function refused(field: string, given: string, allowed: string): Refusal {
  return new Refusal('proof-refused', { errors: [{ field, given, allowed }] });
}
