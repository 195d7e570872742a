// The demo's authenticator: what a telephone would show (RFC 6238, the API's parameters).

import { Secret, TOTP } from 'otpauth';

export const periodMs = 30_000;

export function codeAt(seed: string, timestamp: number): string {
  const telephone = new TOTP({
    secret: Secret.fromBase32(seed),
    algorithm: 'SHA256',
    period: periodMs / 1_000,
    digits: 6,
  });
  return telephone.generate({ timestamp });
}

export function msLeftAt(timestamp: number): number {
  return periodMs - (timestamp % periodMs);
}
