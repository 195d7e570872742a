// The demo's authenticator: what a telephone would show (RFC 6238, the API's parameters).

import { Secret, TOTP } from 'otpauth';

export const periodMs = 30_000;

export function codeAt(seed: string, timestamp: number): string {
  return new TOTP({ secret: Secret.fromBase32(seed), period: periodMs / 1_000, digits: 6 }).generate({
    timestamp,
  });
}

export function msLeftAt(timestamp: number): number {
  return periodMs - (timestamp % periodMs);
}
