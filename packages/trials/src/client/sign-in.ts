// A persona signs in as a person would: password, then the code of the moment.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Session } from '@cool/contract/identity';
import { urls } from '@cool/contract/urls';
import { Secret, TOTP } from 'otpauth';
import { type Client, type ClientOptions, openClient } from './client.ts';
import { bodyOf, patiently, postJson } from './json.ts';

export type Credentials = {
  readonly email: string;
  readonly password: string;
  /** Base 32; null for who has no second factor. */
  readonly totpSecret: string | null;
};

export type SignedIn = { readonly client: Client; readonly session: Session };

const stepMs = 30_000;

export function totpCode(secret: string, at = Date.now()): string {
  return new TOTP({
    secret: Secret.fromBase32(secret),
    algorithm: 'SHA256',
    digits: 6,
    period: stepMs / 1_000,
  }).generate({
    timestamp: at,
  });
}

/** A code works once: when somebody signed in with this one already, it waits for the next. */
export async function signIn(
  port: number,
  { email, password, totpSecret }: Credentials,
  options: ClientOptions = {},
): Promise<SignedIn> {
  const client = openClient(port, options);
  const first = bodyOf<Session>(await patiently(() => postJson(client, urls.signIn(), { email, password })));
  if (first.state === 'active') return { client, session: first };
  if (first.next !== 'verify' || totpSecret === null) {
    throw new Error(`${email} should be asked for a code, but was asked to ${first.next}`);
  }
  for (let round = 0; ; round += 1) {
    const answer = await postJson(client, urls.verifyTotp(), { code: totpCode(totpSecret) });
    const used = answer.status === 401 && answer.text.includes('"code-used"');
    if (!used || round === 2) return { client, session: bodyOf<Session>(answer) };
    await sleep(stepMs - (Date.now() % stepMs) + 250);
  }
}
