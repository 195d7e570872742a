// Second factors: which are strong enough to be taken, and what it takes to change them. The whole application on a real
// engine, with a clock we hold and passkeys made without a device.

import { viewerAddressHeader } from '@cool/contract/edge';
import type { Account, PasskeyCreation, PasskeyRequest, TotpEnrolment } from '@cool/contract/identity';
import type { Problem } from '@cool/contract/problems';
import { urls } from '@cool/contract/urls';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { App } from '#platform/app-type.ts';
import { codeOf, newPerson, type Person, type Platform, password } from './harness.ts';
import { startHeld } from './in-process.ts';
import { makeSoftPasskey, type SoftPasskey } from './soft-passkey.ts';

const minute = 60_000;
const host = 'localhost:8080';
const origin = `http://${host}`;

let platform: Platform;
let app: App;
let stop: () => Promise<void>;
let nowMs = Date.now();

beforeAll(async () => {
  ({ platform, app, stop } = await startHeld(() => new Date(nowMs)));
});

afterAll(() => stop());

let addresses = 0;

/** Somebody with a cookie jar and an address of their own. */
class Browser {
  cookie = '';
  readonly #address: string;

  constructor() {
    addresses += 1;
    this.#address = `10.2.0.${addresses}:4711`;
  }

  async call<Body = Problem>(method: 'GET' | 'POST', url: string, body?: object) {
    const answer = await app.inject({
      method,
      url,
      headers: { host, [viewerAddressHeader]: this.#address, cookie: this.cookie },
      ...(body === undefined ? {} : { payload: body }),
    });
    const set = [answer.headers['set-cookie'] ?? []].flat().find((each) => each.startsWith('__Host-cd='));
    if (set !== undefined) this.cookie = set.split(';')[0] ?? '';
    return {
      status: answer.statusCode,
      body: (answer.body === '' ? null : answer.json()) as Body,
    };
  }
}

interface Someone {
  readonly person: Person;
  readonly browser: Browser;
}

/** Signed in with password and code, both given now. */
async function signIn(role: 'courier' | 'dispatcher' | 'customer' = 'courier'): Promise<Someone> {
  nowMs += minute; // a code of a step that was not spent
  const person = await newPerson(platform, role, '');
  const browser = new Browser();
  await browser.call('POST', urls.signIn(), { email: person.email, password });
  const { status } = await browser.call('POST', urls.verifyTotp(), { code: codeOf(person.secret, nowMs) });
  expect(status).toBe(200);
  return { person, browser };
}

/** The password given just now, and no second factor set up. */
async function withoutSecondFactor(role: 'courier' | 'customer'): Promise<Someone> {
  const person = await newPerson(platform, role, '');
  await platform.db
    .collection<{ _id: string }>('users')
    .updateOne({ _id: person.id }, { $set: { totp: null } });
  const browser = new Browser();
  await browser.call('POST', urls.signIn(), { email: person.email, password });
  return { person, browser };
}

async function addPasskey({ browser }: Someone, passkey: SoftPasskey) {
  const { body: options } = await browser.call<PasskeyCreation>('POST', urls.passkeyOptions());
  return { options, ...(await browser.call('POST', urls.passkeys(), passkey.register(options, origin))) };
}

async function signInWith(passkey: SoftPasskey) {
  const browser = new Browser();
  const { body: request } = await browser.call<PasskeyRequest>('POST', urls.passkeySignInOptions());
  return { browser, ...(await browser.call('POST', urls.passkeySignIn(), passkey.assert(request, origin))) };
}

test('an app that counts with SHA-1 fails at its first code, is told why, and locks nobody out', async () => {
  const { person, browser } = await withoutSecondFactor('customer');
  const begun = await browser.call<TotpEnrolment>('POST', urls.enrolTotp(), { password });
  const { secret, otpauthUri } = begun.body;
  expect(new URL(otpauthUri).searchParams.get('algorithm')).toBe('SHA256');
  const options = { secret: Secret.fromBase32(secret), algorithm: 'SHA1' };
  const deaf = new TOTP(options).generate({ timestamp: nowMs });
  const { body: refused } = await browser.call('POST', urls.confirmTotp(), { code: deaf });
  expect(refused).toMatchObject({ code: 'sign-in-failed', detail: expect.stringContaining('SHA-256') });
  for (const name of ['Microsoft Authenticator', 'Aegis']) expect(refused.detail).toContain(name);
  expect((await browser.call<Account>('GET', urls.account())).body.totp).toBe(false);
  const again = await new Browser().call('POST', urls.signIn(), { email: person.email, password });
  expect(again.body).toMatchObject({ state: 'active' }); // as before: the password alone
  const right = await browser.call('POST', urls.confirmTotp(), { code: codeOf(secret, nowMs) });
  expect(right.status).toBe(200);
});

test.each(['ES256', 'EdDSA'] as const)(
  'a passkey that signs with %s is asked for, taken and signs in',
  async (kind) => {
    const passkey = makeSoftPasskey(kind);
    const { status, options } = await addPasskey(await signIn(), passkey);
    expect(options.pubKeyCredParams.map(({ alg }) => alg)).toEqual([-8, -7]);
    expect(status).toBe(204);
    expect((await signInWith(passkey)).body).toMatchObject({ state: 'active', aal: 2 });
  },
);

test.each(['RS256, 2048 bits', 'RS256, 3072 bits'] as const)(
  'a passkey that signs with %s is refused, new or kept from before',
  async (kind) => {
    const someone = await signIn();
    const passkey = makeSoftPasskey(kind);
    const { status, body } = await addPasskey(someone, passkey);
    expect([status, body.code]).toEqual([401, 'passkey-refused']);
    await platform.db.collection<{ _id: string }>('passkeys').insertOne({
      _id: passkey.id,
      userId: someone.person.id,
      rpId: 'localhost',
      publicKey: passkey.publicKey,
      counter: 0,
      madeOn: 'Edge on Windows',
      madeAt: new Date(nowMs),
      usedAt: null,
    } as { _id: string });
    const used = await signInWith(passkey);
    expect([used.status, used.body.code]).toEqual([401, 'passkey-refused']);
    expect(used.browser.cookie).toBe('');
  },
);

const changes = (passkeyId = 'AAAA'): readonly (readonly [string, object | undefined])[] => [
  [urls.recoveryCodes(), undefined],
  [urls.enrolTotp(), undefined],
  [urls.confirmTotp(), { code: '000000' }],
  [urls.passkeyOptions(), undefined],
  [urls.passkeys(), { id: 'A', clientDataJSON: 'A', attestationObject: 'A', transports: [] }],
  [urls.removePasskey(passkeyId), undefined],
];

async function asksAgain({ browser }: Someone): Promise<void> {
  for (const [url, body] of changes()) {
    const answer = await browser.call('POST', url, body);
    expect([answer.status, answer.body.code], url).toEqual([403, 'step-up-required']);
    expect(answer.body.detail, url).toContain('password together with a code');
  }
}

test('what changes the factors asks for password and second factor, both given just now', async () => {
  const someone = await signIn('dispatcher');
  const { browser, person } = someone;
  const code = () => codeOf(person.secret, nowMs);
  nowMs += 6 * minute;
  await asksAgain(someone);

  // A code alone counts for what does not change them, and not for what does.
  expect((await browser.call('POST', urls.stepUp(), { code: code() })).status).toBe(200);
  expect((await browser.call('POST', urls.endOtherSessions())).status).toBe(200);
  await asksAgain(someone);

  nowMs += minute;
  const wrong = await browser.call('POST', urls.stepUp(), { code: code(), password: 'not my password' });
  expect(wrong.body).toMatchObject({ code: 'sign-in-failed' });
  await asksAgain(someone);
  // The code was not spent on it.
  expect((await browser.call('POST', urls.stepUp(), { code: code(), password })).status).toBe(200);
  const passkey = makeSoftPasskey('ES256');
  expect((await addPasskey(someone, passkey)).status).toBe(204);
  expect((await browser.call('POST', urls.recoveryCodes())).status).toBe(200);
  expect((await browser.call('POST', urls.removePasskey(passkey.id))).status).toBe(204);
  const { body: begun } = await browser.call<TotpEnrolment>('POST', urls.enrolTotp());
  nowMs += minute;
  const done = await browser.call('POST', urls.confirmTotp(), { code: codeOf(begun.secret, nowMs) });
  expect(done.status).toBe(200);

  nowMs += 5 * minute; // the new factor is a minute younger than the password
  await asksAgain(someone);
});

test('a passkey that verified its owner is both: signing in with it, or showing it again', async () => {
  const someone = await signIn('dispatcher');
  const passkey = makeSoftPasskey('EdDSA');
  await addPasskey(someone, passkey);
  nowMs += 6 * minute;
  await asksAgain(someone);
  const { browser, person } = someone;
  const { body: request } = await browser.call<PasskeyRequest>('POST', urls.passkeyStepUpOptions());
  const shown = await browser.call('POST', urls.passkeyStepUp(), passkey.assert(request, origin));
  expect(shown.status).toBe(200);
  expect((await browser.call('POST', urls.recoveryCodes())).status).toBe(200);

  const other = { person, browser: (await signInWith(passkey)).browser };
  expect((await addPasskey(other, makeSoftPasskey('ES256'))).status).toBe(204);
  nowMs += 6 * minute;
  await asksAgain(other);
});

test('who sets up the first factor just gave the password, and is not asked for it twice', async () => {
  const { person, browser } = await withoutSecondFactor('courier');
  const { body: begun } = await browser.call<TotpEnrolment>('POST', urls.enrolTotp());
  const done = await browser.call('POST', urls.confirmTotp(), { code: codeOf(begun.secret, nowMs) });
  expect(done.status).toBe(200);
  const someone = { person, browser };
  expect((await addPasskey(someone, makeSoftPasskey('ES256'))).status).toBe(204);
  nowMs += 6 * minute;
  await asksAgain(someone);
});

test('passwords guessed beside codes are counted like all others, apart from those of strangers', async () => {
  const { browser, person } = await signIn('dispatcher');
  nowMs += minute;
  const stepUp = (given: string) =>
    browser.call('POST', urls.stepUp(), { code: codeOf(person.secret, nowMs), password: given });
  for (let i = 0; i < 10; i += 1) expect((await stepUp('a wrong password')).status).toBe(401);
  const locked = await stepUp(password);
  expect([locked.status, locked.body.code]).toEqual([429, 'sign-in-locked']);
  const elsewhere = await new Browser().call('POST', urls.signIn(), { email: person.email, password });
  expect(elsewhere.status).toBe(200);
  nowMs += 16_000;
  expect((await stepUp(password)).status).toBe(200);
});
