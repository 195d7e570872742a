// Time-based one-time passwords (RFC 6238): six digits, 30 seconds, SHA-1 because every authenticator app knows it.
// The current and the previous step are accepted; that a code works once is `acceptStep` in users-store.

import { Secret, TOTP } from 'otpauth';

const periodS = 30;

export function makeSeed(): string {
  return new Secret({ size: 20 }).base32; // 160 bits, as RFC 4226 recommends
}

export function otpauthUri(seed: string, email: string): string {
  return totp(seed, email).toString();
}

/** The time step the code belongs to, or null when it belongs to none that counts. */
export function stepOf(seed: string, code: string, at: Date): number | null {
  const now = Math.floor(at.getTime() / 1_000 / periodS);
  const delta = totp(seed, '').validate({ token: code, timestamp: at.getTime(), window: 1 });
  // The library's window reaches both ways; a code of the future is not a code yet.
  return delta === null || delta > 0 ? null : now + delta;
}

function totp(seed: string, label: string): TOTP {
  return new TOTP({
    issuer: 'Cool Delivery',
    label,
    secret: Secret.fromBase32(seed),
    period: periodS,
    digits: 6,
    algorithm: 'SHA1',
  });
}
