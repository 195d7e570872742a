// Signing in against two real processes: what half a sign-in reaches (nothing), what a code is good for (one use), what
// guessing gets (a wait), and how fast a revocation works (at once, everywhere).

import type { Session } from '@cool/contract/identity';
import { urls } from '@cool/contract/urls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LinkPurpose, linkMinutes, linksStore } from '../src/features/identity/links-store.ts';
import { hasAdmin, invite } from '../src/local-door.ts';
import type { OfferedRoute } from '../src/platform/strict-routes.ts';
import {
  Client,
  codeOf,
  newPerson,
  type Platform,
  type Process,
  password,
  signedIn,
  signInHalf,
  startPlatform,
} from './harness.ts';
import { offeredRoutes } from './in-process.ts';

let platform: Platform;
let first: Process;
let second: Process;
let inventory: readonly OfferedRoute[];

beforeAll(async () => {
  platform = await startPlatform(2);
  [first, second] = platform.apis as [Process, Process];
  inventory = await offeredRoutes(platform);
});

afterAll(async () => {
  await platform.stop();
});

const withIds = (url: string) =>
  url
    .replace(':orderId', 'ord_00000000000000000000000000')
    .replace(':userId', 'usr_00000000000000000000000000')
    .replace(':sessionRef', 'ses_00000000000000000000000000')
    .replace(':passkeyId', 'AAAA')
    .replace(':token', 'A'.repeat(22));

test('a password alone reaches nothing but the second factor, the session and signing out', async () => {
  const person = await newPerson(platform, 'dispatcher', first.base);
  await signInHalf(person);
  const session = [urls.session(), urls.sessionEnds(), urls.signOut()];
  const mayPend = new Set([urls.verifyTotp(), urls.recoverySignIn(), ...session]);
  const guarded = inventory.filter((route) => route.access !== 'public' && !mayPend.has(route.url));
  expect(guarded.length).toBeGreaterThan(20);
  for (const { method, url, takesBody } of guarded) {
    const { status, body } = await person.client.call(method, withIds(url), takesBody ? {} : undefined);
    expect(status, `${method} ${url}`).toBe(403);
    if (method !== 'HEAD') expect(body, `${method} ${url}`).toMatchObject({ code: 'second-factor-required' });
  }
});

test('nobody signed in reaches no guarded route', async () => {
  const nobody = new Client(first.base);
  for (const { method, url, takesBody } of inventory.filter((route) => route.access !== 'public')) {
    const { status } = await nobody.call(method, withIds(url), takesBody ? {} : undefined);
    expect(status, `${method} ${url}`).toBe(401);
  }
});

test('each role reaches exactly the routes that name it', async () => {
  for (const role of ['customer', 'courier', 'dispatcher', 'admin', 'auditor'] as const) {
    const { client } = await signedIn(platform, role, first);
    for (const { method, url, access, takesBody } of inventory) {
      if (access === 'public' || url === urls.signOut() || url === urls.live()) continue;
      const { status } = await client.call(method, withIds(url), takesBody ? {} : undefined);
      const named = access.roles.includes(role);
      expect(status === 403, `${role}: ${method} ${url} answered ${status}`).toBe(!named);
    }
  }
});

test('one code sent fifty times at once over two processes is good for one sign-in', async () => {
  const person = await newPerson(platform, 'courier', first.base);
  const halves = await Promise.all(
    Array.from({ length: 5 }, async (_, i) => {
      const client = new Client((i % 2 === 0 ? first : second).base);
      await signInHalf({ ...person, client });
      return client;
    }),
  );
  const code = codeOf(person.secret);
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, i) => {
      const half = halves[i % halves.length] as Client;
      return new Client(half.base, half.cookie).call('POST', urls.verifyTotp(), { code });
    }),
  );
  expect(answers.filter((each) => each.status === 200)).toHaveLength(1);
  expect(new Set(answers.map((each) => each.status))).not.toContain(500);
});

test('the token changes when the second factor is given, and the old one is dead', async () => {
  const person = await newPerson(platform, 'dispatcher', first.base);
  await signInHalf(person);
  const half = person.client.cookie;
  await person.client.call('POST', urls.verifyTotp(), { code: codeOf(person.secret) });
  expect(person.client.cookie).not.toBe(half);
  expect((await new Client(first.base, half).call('GET', urls.session())).status).toBe(401);
  expect((await person.client.call<Session>('GET', urls.session())).body).toMatchObject({
    state: 'active',
    aal: 2,
  });
});

test('whoever signs in again, by whatever door, ends what the browser was signed in as', async () => {
  const former = async () => (await signedIn(platform, 'dispatcher', first)).client;
  const lives = async (client: Client) =>
    (await client.at(second).call('GET', urls.session())).status === 200;
  const next = await newPerson(platform, 'customer', first.base);
  const invited = async (email: string) => await invite(platform.db, { email, role: 'admin' });
  const doors = {
    [urls.signIn()]: async () => ({ email: next.email, password }),
    [urls.acceptInvitation()]: async () => ({
      token: await invited('second.here@example.ie'),
      name: 'Second',
      password,
    }),
    [urls.reEnrol()]: async () => ({ token: await reEnrolmentLink(next), password }),
  };
  for (const [door, body] of Object.entries(doors)) {
    const browser = await former();
    const before = new Client(first.base, browser.cookie);
    expect(await lives(before), door).toBe(true);
    expect((await browser.call('POST', door, await body())).status, door).toBeLessThan(300);
    expect(browser.cookie, door).not.toBe(before.cookie);
    expect(await lives(before), door).toBe(false);
  }
});

/** A link such as two admins have mailed. */
async function reEnrolmentLink({
  id,
  email,
}: {
  readonly id: string;
  readonly email: string;
}): Promise<string> {
  return await linksStore(platform.db).make({ purpose: 're-enrolment', userId: id, email }, new Date());
}

test('a link opens what it was made for and nothing else', async () => {
  const person = await newPerson(platform, 'customer', first.base);
  const make = (purpose: LinkPurpose) =>
    linksStore(platform.db).make({ purpose, userId: person.id, email: person.email }, new Date());
  const doors: Readonly<Record<LinkPurpose, readonly [string, object]>> = {
    'password-reset': [urls.confirmPasswordReset(), { password: 'a whole new set of words' }],
    'email-change': [urls.confirmEmail(), {}],
    're-enrolment': [urls.reEnrol(), { password }],
  };
  const purposes = Object.keys(doors) as LinkPurpose[];
  expect(purposes.toSorted()).toEqual(Object.keys(linkMinutes).toSorted());
  for (const made of purposes) {
    const token = await make(made);
    for (const [door, body] of purposes.filter((each) => each !== made).map((each) => doors[each])) {
      const answer = await new Client(second.base).call('POST', door, { ...body, token });
      expect(answer.body, `${made} at ${door}`).toMatchObject({ code: 'link-invalid' });
    }
    const accepted = await new Client(second.base).call('POST', urls.acceptInvitation(), {
      token,
      name: 'X',
      password,
    });
    expect(accepted.body, made).toMatchObject({ code: 'invitation-invalid' });
  }
  // The last one made is still good where it belongs.
  const [door, body] = doors['re-enrolment'];
  const token = await make('re-enrolment');
  expect((await new Client(first.base).call('POST', door, { ...body, token })).status).toBe(200);
});

test('guessing a password locks the account over both processes, with and without an account behind it', async () => {
  const person = await newPerson(platform, 'customer', first.base);
  for (const email of [person.email, 'nobody-at-all@example.ie']) {
    const answers = await Promise.all(
      Array.from({ length: 24 }, (_, i) =>
        new Client((i % 2 === 0 ? first : second).base).call('POST', urls.signIn(), {
          email,
          password: 'wrong wrong',
        }),
      ),
    );
    expect(
      answers.filter((each) => each.status === 401),
      email,
    ).toHaveLength(10);
    expect(
      answers.filter((each) => each.status === 429),
      email,
    ).toHaveLength(14);
    const right = await new Client(first.base).call('POST', urls.signIn(), { email, password });
    expect(right.body, email).toMatchObject({ code: 'sign-in-locked' });
    expect(Number(right.headers.get('retry-after')), email).toBeGreaterThan(0);
  }
});

test('an unknown address is answered word for word like a wrong password', async () => {
  const person = await newPerson(platform, 'customer', first.base);
  const ask = async (email: string) => {
    const { status, body } = await new Client(first.base).call('POST', urls.signIn(), {
      email,
      password: 'not this one',
    });
    const { requestId: _differs, ...rest } = body;
    return { status, rest };
  };
  expect(await ask('unknown@example.ie')).toEqual(await ask(person.email));
});

test('signing out ends the session in the other process at once, and tells the browser to forget', async () => {
  const { client } = await signedIn(platform, 'dispatcher', first);
  const other = client.at(second);
  expect((await other.call('GET', urls.orders())).status).toBe(200);
  const signedOut = await client.call('POST', urls.signOut());
  expect(signedOut.status).toBe(204);
  expect(signedOut.headers.get('clear-site-data')).toBe('"cache"');
  expect((await other.call('GET', urls.orders())).status).toBe(401);
});

test('whoever guesses at an address locks strangers out, not the browser or the session its owner is known by', async () => {
  const person = await newPerson(platform, 'customer', first.base);
  await platform.db
    .collection<{ _id: string }>('users')
    .updateOne({ _id: person.id }, { $set: { totp: null } });
  const signIn = (given: string, api: Process, cookie = '') =>
    new Client(api.base).raw(
      'POST',
      urls.signIn(),
      JSON.stringify({ email: person.email, password: given }),
      {
        cookie,
      },
    );
  const known = (await signIn(password, first)).headers.getSetCookie()[1]?.split(';')[0] ?? '';
  await signInHalf(person);
  for (let i = 0; i < 12; i += 1) await signIn('wrong wrong', i % 2 === 0 ? first : second);
  expect((await signIn(password, second)).status).toBe(429);

  const again = await signIn(password, second, known);
  expect(again.status).toBe(200);
  const [name = 'none'] = known.split('.');
  expect(again.headers.getSetCookie()[1]).toContain(`${name}.`); // the same browser, by the same name
  expect((await person.client.call('POST', urls.endOtherSessions(), { password })).status).toBe(200);

  // A browser that is known has its own tries, not endless ones.
  const guesses = [];
  for (let i = 0; i < 12; i += 1) guesses.push((await signIn('wrong wrong', first, known)).status);
  expect(guesses.filter((status) => status === 429).length).toBeGreaterThan(0);
});

test('an invitation makes one user, who must enrol before anything else', async () => {
  expect(await hasAdmin(platform.db)).toBe(true); // the matrix above made one
  const token = await invite(platform.db, { email: 'New.Admin@example.ie', role: 'admin' });
  const stored = await platform.db.collection('invitations').find().toArray();
  expect(JSON.stringify(stored)).not.toContain(token);

  const wish = { token, name: 'Nóra', password };
  const clients = [first, second, first, second].map((api) => new Client(api.base));
  const answers = await Promise.all(
    clients.map((client) => client.call<Session>('POST', urls.acceptInvitation(), wish)),
  );
  expect(answers.map((each) => each.status).toSorted()).toEqual([201, 404, 404, 404]);
  const client = clients[answers.findIndex((each) => each.status === 201)] as Client;
  expect(answers.find((each) => each.status === 201)?.body).toMatchObject({
    state: 'pending',
    next: 'enrol',
  });
  expect((await client.call('GET', urls.orders())).status).toBe(403);

  const { body: enrolment } = await client.call<{ secret: string; otpauthUri: string }>(
    'POST',
    urls.enrolTotp(),
  );
  expect(enrolment.otpauthUri).toContain('otpauth://totp/');
  const wrong = await client.call('POST', urls.confirmTotp(), { code: '000000' });
  expect([401, 200]).toContain(wrong.status); // one in a million it is right
  const confirmed = await client.call<Session>('POST', urls.confirmTotp(), {
    code: codeOf(enrolment.secret),
  });
  expect(confirmed.body).toMatchObject({
    state: 'active',
    aal: 2,
    user: { email: 'new.admin@example.ie', secondFactor: true },
  });
  expect((await client.call('GET', urls.orders())).status).toBe(200);
  const user = await platform.db.collection('users').findOne({ email: 'new.admin@example.ie' });
  expect(JSON.stringify(user)).not.toContain(enrolment.secret);
  await expect(invite(platform.db, { email: 'new.admin@example.ie', role: 'admin' })).rejects.toThrow(
    'already has an account',
  );
});

test('the cookie is host-bound, secure, unreadable by scripts and same-site', async () => {
  const person = await newPerson(platform, 'customer', first.base);
  const response = await person.client.raw(
    'POST',
    urls.signIn(),
    JSON.stringify({ email: person.email, password }),
  );
  expect(response.headers.getSetCookie()[0]).toMatch(
    /^__Host-cd=[A-Za-z0-9_-]{43}; Path=\/; Secure; HttpOnly; SameSite=Strict; Max-Age=\d+$/,
  );
  const token = person.client.cookie.split('=')[1] ?? '';
  expect(token).toHaveLength(43);
  expect(await response.text()).not.toContain(token); // it travels in the cookie and nowhere else
  for (const cookie of response.headers.getSetCookie())
    expect(cookie).toMatch(
      /^__Host-cd[a-z-]*=[^;]+; Path=\/; Secure; HttpOnly; SameSite=Strict; Max-Age=\d+$/,
    );
  expect(JSON.stringify(await platform.db.collection('sessions').find().toArray())).not.toContain(token);
});
