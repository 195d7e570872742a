// What ends by time, and what is counted by the minute: the whole application on a real engine, with a clock we hold.

import { viewerAddressHeader } from '@cool/contract/edge';
import type { Role, Session, SessionEnds } from '@cool/contract/identity';
import type { Problem } from '@cool/contract/problems';
import { urls } from '@cool/contract/urls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { App } from '#platform/app-type.ts';
import { codeOf, newPerson, type Person, type Platform, password } from './harness.ts';
import { startHeld } from './in-process.ts';
import { tokenFromMail } from './people.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

let platform: Platform;
let app: App;
let stop: () => Promise<void>;
let nowMs = Date.now();

beforeAll(async () => {
  ({ platform, app, stop } = await startHeld(() => new Date(nowMs)));
});

afterAll(() => stop());

interface Asked {
  readonly cookie?: string;
  readonly body?: object;
  readonly address?: string;
}
let addresses = 0;

async function ask(method: 'GET' | 'POST', url: string, { cookie, body, address }: Asked = {}) {
  addresses += 1;
  const from = address ?? `10.1.${Math.floor(addresses / 250)}.${addresses % 250}`;
  return await app.inject({
    method,
    url,
    headers: { [viewerAddressHeader]: `${from}:4711`, ...(cookie === undefined ? {} : { cookie }) },
    ...(body === undefined ? {} : { payload: body }),
  });
}

const cookieOf = ({ headers }: Awaited<ReturnType<typeof ask>>) =>
  String(headers['set-cookie']).split(';')[0] ?? '';
const signInHalf = async ({ email }: Person) =>
  cookieOf(await ask('POST', urls.signIn(), { body: { email, password } }));

async function signIn(role: Role): Promise<{ readonly cookie: string; readonly person: Person }> {
  nowMs += minute; // a code of a step that was not spent
  const person = await newPerson(platform, role, '');
  const answer = await ask('POST', urls.verifyTotp(), {
    cookie: await signInHalf(person),
    body: { code: codeOf(person.secret, nowMs) },
  });
  expect(answer.statusCode).toBe(200);
  return { person, cookie: cookieOf(answer) };
}

const reaches = async (cookie: string, url = urls.session()) =>
  (await ask('GET', url, { cookie })).statusCode;

test.each([
  ['customer', 30 * day],
  ['courier', 12 * hour],
  ['dispatcher', 30 * minute],
  ['admin', 30 * minute],
  ['auditor', 30 * minute],
] as const)('a session of a %s that nobody uses ends', async (role, idleMs) => {
  const { cookie } = await signIn(role);
  nowMs += idleMs - 1;
  expect(await reaches(cookie)).toBe(200);
  nowMs += idleMs + 1;
  expect(await reaches(cookie)).toBe(401);
});

test.each([
  ['customer', 30 * day, day],
  ['courier', 12 * hour, hour],
  ['dispatcher', 12 * hour, 20 * minute],
] as const)('a session of a %s ends however much it is used', async (role, mostMs, everyMs) => {
  const { cookie } = await signIn(role);
  const beganMs = nowMs;
  while (nowMs + everyMs < beganMs + mostMs) {
    nowMs += everyMs;
    expect(await reaches(cookie)).toBe(200);
  }
  nowMs = beganMs + mostMs;
  expect(await reaches(cookie)).toBe(401);
});

test('a page may ask when its session ends without prolonging it, and whatever else is asked prolongs it', async () => {
  const { cookie } = await signIn('dispatcher');
  const ends = async () => (await ask('GET', urls.sessionEnds(), { cookie })).json<SessionEnds>();
  expect(await ends()).toEqual({ unusedSeconds: 30 * 60, mostSeconds: 12 * 3_600, idleSeconds: 30 * 60 });
  nowMs += 20 * minute;
  expect(await ends()).toMatchObject({ unusedSeconds: 10 * 60, mostSeconds: 12 * 3_600 - 20 * 60 });
  const { ends: told } = (await ask('GET', urls.session(), { cookie })).json<Session>();
  expect(told).toEqual({
    unusedSeconds: 30 * 60,
    mostSeconds: 12 * 3_600 - 20 * 60,
    idleSeconds: 30 * 60,
  });
  expect(await ends()).toEqual(told);
  nowMs += 30 * minute - 1;
  expect(await ends()).toMatchObject({ unusedSeconds: 1 });
  nowMs += 1;
  expect(await reaches(cookie, urls.sessionEnds())).toBe(401);
});

test('a live stream is no use of a session: a board that stands open ends as if it were closed', async () => {
  const { cookie } = await signIn('dispatcher');
  const base = await app.listen({ host: '127.0.0.1', port: 0 });
  const opened = async () => {
    const left = new AbortController();
    const headers = { cookie, [viewerAddressHeader]: '10.1.99.99:4711' };
    const { status, body } = await fetch(base + urls.live(), { headers, signal: left.signal });
    await body?.getReader().read(); // open, and something has come of it
    left.abort();
    return status;
  };
  nowMs += 20 * minute;
  expect(await opened()).toBe(200);
  nowMs += 10 * minute - 1;
  expect(await opened()).toBe(200);
  nowMs += 1;
  expect(await opened()).toBe(401);
});

test('the browser keeps the cookie as long as the session may live when it is used', async () => {
  nowMs += minute;
  const person = await newPerson(platform, 'dispatcher', '');
  const answer = await ask('POST', urls.verifyTotp(), {
    cookie: await signInHalf(person),
    body: { code: codeOf(person.secret, nowMs) },
  });
  expect(String(answer.headers['set-cookie'])).toContain(`; Max-Age=${12 * 3_600}`);
});

test('a sign-in left half done ends after ten minutes, and after thirty however often it is asked for', async () => {
  const person = await newPerson(platform, 'dispatcher', '');
  const left = await signInHalf(person);
  const asked = await signInHalf(person);
  for (let i = 0; i < 5; i += 1) {
    nowMs += 5 * minute;
    expect(await reaches(asked)).toBe(200);
  }
  expect(await reaches(left)).toBe(401);
  nowMs += 5 * minute;
  const late = await ask('POST', urls.verifyTotp(), {
    cookie: asked,
    body: { code: codeOf(person.secret, nowMs) },
  });
  expect(late.statusCode).toBe(401);
});

test.each([
  [29_999, 200],
  [34_999, 200], // sent in time, five seconds on its way
  [35_000, 401],
  [-1, 401],
])('a code lives 30 seconds: %i ms after its step began the answer is %i', async (afterMs, status) => {
  const person = await newPerson(platform, 'courier', '');
  nowMs = Math.ceil(nowMs / 30_000) * 30_000 + 30_000;
  const code = codeOf(person.secret, nowMs);
  nowMs += afterMs;
  const answer = await ask('POST', urls.verifyTotp(), { cookie: await signInHalf(person), body: { code } });
  expect(answer.statusCode).toBe(status);
});

test('a second factor counts as given just now for five minutes', async () => {
  const { cookie } = await signIn('admin');
  const invite = (email: string) =>
    ask('POST', urls.invitePerson(), { cookie, body: { email, role: 'courier' } });
  nowMs += 5 * minute - 1;
  expect((await invite('in-time@example.ie')).statusCode).toBeLessThan(300);
  nowMs += 2;
  expect((await invite('too-late@example.ie')).json<Problem>()).toMatchObject({ code: 'step-up-required' });
});

test('an invitation opens an account for a day', async () => {
  const { cookie } = await signIn('admin');
  const accept = async (email: string, afterMs: number) => {
    await ask('POST', urls.invitePerson(), { cookie, body: { email, role: 'customer' } });
    const token = await tokenFromMail(platform, email, 'invitation');
    nowMs += afterMs;
    const answer = await ask('POST', urls.acceptInvitation(), { body: { token, name: 'Nóra', password } });
    nowMs -= afterMs;
    return answer;
  };
  expect((await accept('within-a-day@example.ie', day - 1_000)).statusCode).toBe(201);
  const late = await accept('after-a-day@example.ie', day + 1_000);
  expect(late.json<Problem>()).toMatchObject({ status: 404, code: 'invitation-invalid' });
});

test.each(['re-enrolment', 'password-reset'] as const)(
  'a link that stands for a factor lives ten minutes: %s',
  async (kind) => {
    const asking = await signIn('admin');
    const agreeing = await signIn('admin');
    const lateBy = async (ms: number) => {
      const { id, email } = await newPerson(platform, 'courier', '');
      if (kind === 'password-reset') await ask('POST', urls.passwordReset(), { body: { email } });
      else {
        await ask('POST', urls.personAction(id, 're-enrolment'), { cookie: asking.cookie });
        await ask('POST', urls.personAction(id, 're-enrolment/approve'), { cookie: agreeing.cookie });
      }
      const token = await tokenFromMail(platform, email, kind);
      const madeMs = nowMs;
      nowMs += 10 * minute + ms;
      const answer =
        kind === 'password-reset'
          ? await ask('POST', urls.confirmPasswordReset(), {
              body: { token, password: 'three words, a river' },
            })
          : await ask('POST', urls.reEnrol(), { body: { token, password } });
      nowMs = madeMs;
      return answer;
    };
    expect((await lateBy(-1_000)).statusCode).toBeLessThan(300);
    expect((await lateBy(1_000)).json<Problem>()).toMatchObject({ status: 404, code: 'link-invalid' });
  },
);

test('a password that is years old signs in like any other, and nobody is told to choose another', async () => {
  const person = await newPerson(platform, 'courier', '');
  nowMs += 1_000 * day;
  const answer = await ask('POST', urls.signIn(), { body: { email: person.email, password } });
  expect(answer.json()).toMatchObject({ state: 'pending', next: 'verify' });
  const whole = await ask('POST', urls.verifyTotp(), {
    cookie: cookieOf(answer),
    body: { code: codeOf(person.secret, nowMs) },
  });
  expect(whole.json()).toMatchObject({ state: 'active', next: null });
});

test('an account that was guessed at waits, ever longer, and never more than a quarter of an hour', async () => {
  const { email } = await newPerson(platform, 'customer', '');
  const guess = (given: string) => ask('POST', urls.signIn(), { body: { email, password: given } });
  for (let i = 0; i < 10; i += 1) expect((await guess('a wrong password')).statusCode).toBe(401);
  const waits: number[] = [];
  while ((waits.at(-1) ?? 0) < 900) {
    const answer = await guess(password); // the right one is not even judged
    expect(answer.statusCode).toBe(429);
    const { retryAfterSeconds = 0 } = answer.json<Problem>();
    waits.push(retryAfterSeconds);
    nowMs += retryAfterSeconds * 1_000;
    expect((await guess('a wrong password')).statusCode).toBe(401);
  }
  expect(waits.length).toBeGreaterThan(3);
  for (const [i, wait] of waits.entries()) expect(wait).toBeGreaterThan(waits[i - 1] ?? 0);
  expect(waits.at(-1)).toBe(900);
  nowMs += 900_000;
  expect((await guess(password)).statusCode).toBe(200);
});

test('a browser its owner signed in from is known for 180 days, whatever it keeps longer', async () => {
  const { email } = await newPerson(platform, 'customer', '');
  const guess = (given: string, cookie?: string) =>
    ask('POST', urls.signIn(), {
      body: { email, password: given },
      ...(cookie === undefined ? {} : { cookie }),
    });
  const { headers } = await guess(password);
  const sent = [headers['set-cookie'] ?? []].flat().find((each) => each.startsWith('__Host-cd-known='));
  const [known = ''] = sent?.split(';') ?? [];
  nowMs += 180 * day - 2_000;
  for (let i = 0; i < 10; i += 1) await guess('a wrong password');
  expect((await guess(password)).statusCode).toBe(429);
  expect((await guess(password, known)).statusCode).toBe(200);
  nowMs += 2_000; // strangers wait longer than that
  expect((await guess(password, known)).statusCode).toBe(429);
});

test('one address may ask 1,200 times a minute, and 60 times where somebody could guess', async () => {
  const asks = async (count: number, once: () => ReturnType<typeof ask>) => {
    const statuses = [];
    for (let i = 0; i < count; i += 1) statuses.push((await once()).statusCode);
    return { refused: statuses.filter((status) => status === 429).length, last: statuses.at(-1) };
  };
  const address = '10.9.0.1';
  const guess = () => ask('POST', urls.signIn(), { address, body: {} });
  expect(await asks(61, guess)).toEqual({ refused: 1, last: 429 });
  expect((await ask('POST', urls.signIn(), { address: '10.9.0.2', body: {} })).statusCode).toBe(400);
  nowMs += 1_000; // one a second comes back
  expect(await asks(2, guess)).toEqual({ refused: 1, last: 429 });

  const look = () => ask('GET', '/livez', { address: '10.9.0.3' });
  expect(await asks(1_201, look)).toEqual({ refused: 1, last: 429 });
  const refused = await look();
  expect(refused.json<Problem>()).toMatchObject({ code: 'too-many-requests', retryAfterSeconds: 1 });
  expect(refused.headers['retry-after']).toBe('1');
});

test('one person may ask 1,200 times a minute, from however many addresses', async () => {
  const { cookie } = await signIn('customer');
  const { cookie: other } = await signIn('customer');
  nowMs += minute;
  const statuses = await Promise.all(Array.from({ length: 1_201 }, () => reaches(cookie)));
  expect(statuses.filter((status) => status !== 200)).toEqual([429]);
  expect(await reaches(other)).toBe(200);
});
