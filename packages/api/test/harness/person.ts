// People who sign in as a person would, each with a second factor.

import type { Role } from '@cool/contract/identity';
import { urls } from '@cool/contract/urls';
import { Secret, TOTP } from 'otpauth';
import { seedUser } from '../../src/local-door.ts';
import { Client } from './client.ts';
import type { Platform } from './platform.ts';
import type { Process } from './process.ts';

export const password = 'correct horse battery staple';

export interface Person {
  readonly id: string;
  readonly email: string;
  readonly secret: string;
  readonly client: Client;
}

let people = 0;

/** Creates a user with a second factor; not signed in. */
export async function newPerson(platform: Platform, role: Role, base: string): Promise<Person> {
  people += 1;
  const email = `${role}-${people}-${process.pid}@example.ie`;
  const secret = new Secret({ size: 32 }).base32;
  const id = await seedUser(platform.db, platform.keys, {
    email,
    name: `${role} ${people}`,
    role,
    password,
    totpSecret: secret,
  });
  return { id, email, secret, client: new Client(base) };
}

export async function signedIn(platform: Platform, role: Role, api: Process): Promise<Person> {
  const person = await newPerson(platform, role, api.base);
  await signInHalf(person);
  const { status } = await person.client.call('POST', urls.verifyTotp(), { code: codeOf(person.secret) });
  if (status !== 200) throw new Error(`Verifying answered ${status}.`);
  return person;
}

/** The password only: what is left is a pending session. */
export async function signInHalf(person: Person): Promise<void> {
  const { status } = await person.client.call('POST', urls.signIn(), { email: person.email, password });
  if (status !== 200) throw new Error(`Signing in answered ${status}.`);
}

export function codeOf(secret: string, at = Date.now()): string {
  return new TOTP({ secret: Secret.fromBase32(secret), algorithm: 'SHA256' }).generate({ timestamp: at });
}
