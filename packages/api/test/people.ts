// What journeys about people share: mail as its reader finds it, a clock set back in the database, an enrolment done.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EnrolledSession, TotpEnrolment } from '@cool/contract/identity';
import { urls } from '@cool/contract/urls';
import { type Client, codeOf, eventually, type Person, type Platform } from './harness.ts';

export interface SeenMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly kind: string;
}

export function mailTo(platform: Platform, to: string): readonly SeenMail[] {
  if (!existsSync(platform.mailDir)) return []; // made with the first mail
  return readdirSync(platform.mailDir)
    .filter((name) => name.endsWith('.json'))
    .sort() // by the time they were asked for
    .map((name) => JSON.parse(readFileSync(join(platform.mailDir, name), 'utf8')) as SeenMail)
    .filter((mail) => mail.to === to);
}

/** The token of the link in the latest mail of that kind, once it is there. */
export async function tokenFromMail(platform: Platform, to: string, kind: string): Promise<string> {
  return await eventually(`a mail about ${kind}`, () => {
    const mail = mailTo(platform, to).findLast((each) => each.kind === kind);
    return mail === undefined ? undefined : /#([A-Za-z0-9_-]{43})/.exec(mail.text)?.[1];
  });
}

/** Makes every factor this person gave one that was given so long ago. */
export async function age(platform: Platform, userId: string, ms: number): Promise<void> {
  await platform.db
    .collection('sessions')
    .updateMany(
      { userId },
      { $set: { strongAt: new Date(Date.now() - ms), firstAt: new Date(Date.now() - ms) } },
    );
}

/** A code works once; the step that was spent signing in is given back, so that a test need not wait 30 seconds. */
export async function freshCode(platform: Platform, person: Pick<Person, 'id' | 'secret'>): Promise<string> {
  await platform.db
    .collection<{ _id: string }>('users')
    .updateOne({ _id: person.id }, { $set: { 'totp.lastStep': 0 } });
  return codeOf(person.secret);
}

export async function enrol(
  client: Client,
  password?: string,
): Promise<EnrolledSession & { readonly secret: string }> {
  const begun = await client.call<TotpEnrolment>(
    'POST',
    urls.enrolTotp(),
    password === undefined ? undefined : { password },
  );
  if (begun.status !== 200) throw new Error(`Beginning answered ${begun.status}.`);
  const { secret } = begun.body;
  const done = await client.call<EnrolledSession>('POST', urls.confirmTotp(), { code: codeOf(secret) });
  if (done.status !== 200) throw new Error(`Confirming answered ${done.status}.`);
  return { ...done.body, secret };
}
