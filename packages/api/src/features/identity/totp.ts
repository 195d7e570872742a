// Time-based one-time passwords (RFC 6238): six digits, 30 seconds, HMAC-SHA-256 (docs/decisions/0046). An app that counts with
// SHA-1 whatever the address says shows other codes, and is found out by the first one.
// A code lives as long as its step (OWASP ASVS 6.5.5); that it works once is `acceptStep` in users-store.

import { Secret, TOTP } from 'otpauth';

const periodS = 30;

/** What was sent in the last moment of its step may be on its way so long (RFC 6238, section 5.2). */
export const onItsWayS = 5;

export function makeSeed(): string {
  return new Secret({ size: 32 }).base32; // as long as the hash, as RFC 6238 recommends (section 5.1)
}

export function otpauthUri(seed: string, email: string): string {
  return totp(seed, email).toString();
}

/** The time step the code belongs to, or null when it belongs to none that counts. */
export function stepOf(seed: string, code: string, at: Date): number | null {
  const sentSinceMs = [at.getTime(), at.getTime() - onItsWayS * 1_000];
  const sentAtMs = sentSinceMs.find(
    (timestamp) => totp(seed, '').validate({ token: code, timestamp, window: 0 }) !== null,
  );
  return sentAtMs === undefined ? null : Math.floor(sentAtMs / 1_000 / periodS);
}

function totp(seed: string, label: string): TOTP {
  return new TOTP({
    issuer: 'Cool Delivery',
    label,
    secret: Secret.fromBase32(seed),
    period: periodS,
    digits: 6,
    algorithm: 'SHA256', // the library's own default is SHA-1
  });
}
