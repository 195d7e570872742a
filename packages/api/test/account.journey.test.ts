// What a person does about their own account, against two real processes: recovery codes, sessions, step-up, password and
// e-mail. Every right taken away is gone at the other process on its very next request.

import type { Account, OwnSession, RecoveryCodes, Session } from '@cool/contract/identity';
import { urls } from '@cool/contract/urls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  Client,
  codeOf,
  eventually,
  newPerson,
  type Person,
  type Platform,
  type Process,
  password,
  signedIn,
  signInHalf,
  startPlatform,
} from './harness.ts';
import { offeredRoutes } from './in-process.ts';
import { age, enrol, freshCode, mailTo, tokenFromMail } from './people.ts';

let platform: Platform;
let first: Process;
let second: Process;

beforeAll(async () => {
  platform = await startPlatform(2);
  [first, second] = platform.apis as [Process, Process];
});

afterAll(async () => {
  await platform.stop();
});

const newPassword = 'another horse another battery';

async function half(person: Person, api: Process, given = password): Promise<Client> {
  const client = new Client(api.base);
  const { status } = await client.call('POST', urls.signIn(), { email: person.email, password: given });
  if (status !== 200) throw new Error(`Signing in answered ${status}.`);
  return client;
}

/** A customer who never enrolled, signed in. */
async function withoutSecondFactor(): Promise<Person> {
  const person = await newPerson(platform, 'customer', first.base);
  await platform.db
    .collection<{ _id: string }>('users')
    .updateOne({ _id: person.id }, { $set: { totp: null } });
  await signInHalf(person);
  return person;
}

async function recoveryCodesOf(person: Person): Promise<readonly string[]> {
  const { status, body } = await person.client.call<RecoveryCodes>('POST', urls.recoveryCodes());
  expect(status).toBe(200);
  return body.recoveryCodes;
}

test('an enrolment shows ten recovery codes once, and the database knows only their digests', async () => {
  const person = await withoutSecondFactor();
  const other = await half(person, second);
  expect((await person.client.call('POST', urls.enrolTotp())).body).toMatchObject({
    code: 'body-invalid',
    errors: [{ field: '/password' }],
  });
  const wrong = await person.client.call('POST', urls.enrolTotp(), { password: 'not my password' });
  expect(wrong.body).toMatchObject({ code: 'sign-in-failed' });

  const { recoveryCodes, aal, user } = await enrol(person.client, password);
  expect({ aal, secondFactor: user.secondFactor, codes: recoveryCodes.length }).toEqual({
    aal: 2,
    secondFactor: true,
    codes: 10,
  });
  const stored = JSON.stringify(await platform.db.collection('users').find().toArray());
  for (const code of recoveryCodes) {
    expect(stored).not.toContain(code);
    expect(stored).not.toContain(code.replaceAll('-', ''));
  }
  expect((await person.client.call<Account>('GET', urls.account())).body.recoveryCodesLeft).toBe(10);
  expect((await other.call('GET', urls.session())).status).toBe(401); // what was signed in with less is gone
});

test('one recovery code sent fifty times at once over two processes is good for one sign-in', async () => {
  const person = await signedIn(platform, 'dispatcher', first);
  const [code] = await recoveryCodesOf(person);
  const halves = await Promise.all([first, second, first, second, first].map((api) => half(person, api)));
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, i) => {
      const from = halves[i % halves.length] as Client;
      return new Client(from.base, from.cookie).call<Session>('POST', urls.recoverySignIn(), { code });
    }),
  );
  expect(answers.filter((each) => each.status === 200)).toHaveLength(1);
  expect(answers.filter((each) => each.status >= 500)).toEqual([]);
  expect((await person.client.call<Account>('GET', urls.account())).body.recoveryCodesLeft).toBe(9);
  await eventually('the notice', () =>
    mailTo(platform, person.email).find((mail) => mail.subject.includes('recovery code was used')),
  );
});

test('a recovery code is taken as people type it, and a wrong one is counted like any guess', async () => {
  const person = await signedIn(platform, 'courier', first);
  const [code = ''] = await recoveryCodesOf(person);
  const client = await half(person, second);
  const wrong = await client.call('POST', urls.recoverySignIn(), { code: '0'.repeat(26) });
  expect(wrong.body).toMatchObject({ code: 'sign-in-failed' });
  const right = await client.call<Session>('POST', urls.recoverySignIn(), {
    code: code.toLowerCase().replaceAll('-', ' '),
  });
  expect(right.body).toMatchObject({ state: 'active', aal: 2 });

  const guesser = await half(person, first);
  const guesses = await Promise.all(
    Array.from({ length: 12 }, () =>
      new Client(guesser.base, guesser.cookie).call('POST', urls.recoverySignIn(), { code: '1'.repeat(26) }),
    ),
  );
  expect(guesses.filter((each) => each.status === 429).length).toBeGreaterThan(5);
});

test('new recovery codes end the old ones, and ask for password and second factor given just now', async () => {
  const person = await signedIn(platform, 'admin', first);
  const [old] = await recoveryCodesOf(person);
  await age(platform, person.id, 5 * 60_000 + 2_000);
  expect((await person.client.call('POST', urls.recoveryCodes())).body).toMatchObject({
    code: 'step-up-required',
  });
  expect((await person.client.call<Account>('GET', urls.account())).body.freshUntil).toBeNull();

  const before = person.client.cookie;
  const code = await freshCode(platform, person);
  const again = await person.client.call('POST', urls.stepUp(), { code, password });
  expect(again.status).toBe(200);
  expect(person.client.cookie).not.toBe(before);
  expect((await new Client(second.base, before).call('GET', urls.session())).status).toBe(401);
  await recoveryCodesOf(person);
  const client = await half(person, second);
  expect((await client.call('POST', urls.recoverySignIn(), { code: old })).status).toBe(401);
});

test('a step-up takes a code once, and does not lengthen the session', async () => {
  const person = await signedIn(platform, 'dispatcher', first);
  const used = codeOf(person.secret);
  expect((await person.client.call('POST', urls.stepUp(), { code: used })).body).toMatchObject({
    code: 'code-used',
  });
  const soon = new Date(Date.now() + 60_000);
  const sessions = platform.db.collection('sessions');
  await sessions.updateMany({ userId: person.id }, { $set: { expiresAt: soon } });
  const { body } = await person.client.call<Session>('POST', urls.stepUp(), {
    code: await freshCode(platform, person),
  });
  expect(body.expiresAt).toBe(soon.toISOString());
});

test('a person sees all own sessions, ends one or all others, and never another person’s', async () => {
  const person = await signedIn(platform, 'customer', first);
  const stranger = await signedIn(platform, 'customer', first);
  const others = await Promise.all(
    [first, second, second].map(async (api) => {
      const client = new Client(api.base);
      await client.raw('POST', urls.signIn(), JSON.stringify({ email: person.email, password }), {
        'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
      });
      return client;
    }),
  );
  const list = async () =>
    (await person.client.call<{ sessions: OwnSession[] }>('GET', urls.sessions())).body.sessions;
  const seen = await list();
  expect(seen).toHaveLength(4);
  expect(seen.filter((each) => each.current)).toHaveLength(1);
  expect(seen.filter((each) => each.agent === 'Firefox on Linux' && each.state === 'pending')).toHaveLength(
    3,
  );

  const mine = seen.find((each) => each.current)?.ref ?? '';
  expect((await stranger.client.call('POST', urls.endSession(mine))).status).toBe(404);
  expect((await person.client.at(second).call('GET', urls.session())).status).toBe(200);

  // Seen at once, ended only by who showed once more who they are.
  const doomed = seen.find((each) => !each.current)?.ref ?? '';
  await age(platform, person.id, 6 * 60_000);
  for (const path of [urls.endSession(doomed), urls.endOtherSessions()])
    expect((await person.client.call('POST', path)).body).toMatchObject({ code: 'step-up-required' });
  expect(await list()).toHaveLength(4);
  await person.client.call('POST', urls.stepUp(), { code: await freshCode(platform, person) });
  expect((await person.client.call('POST', urls.endSession(doomed))).status).toBe(204);
  const answers = await Promise.all(others.map((client) => client.call('GET', urls.session())));
  expect(answers.map((each) => each.status).toSorted()).toEqual([200, 200, 401]);

  expect((await person.client.call('POST', urls.endOtherSessions())).body).toEqual({ ended: 2 });
  for (const client of others) expect((await client.call('GET', urls.session())).status).toBe(401);
  expect((await person.client.at(second).call('GET', urls.session())).status).toBe(200);
  expect(await list()).toHaveLength(1);
});

test('who has no second factor ends sessions with the password alone', async () => {
  const person = await withoutSecondFactor();
  const other = await half(person, second);
  const end = (body?: object) => person.client.call('POST', urls.endOtherSessions(), body);
  expect((await end()).body).toMatchObject({ code: 'step-up-required' });
  expect((await end({ password: 'not my password' })).body).toMatchObject({ code: 'sign-in-failed' });
  expect((await other.call('GET', urls.session())).status).toBe(200);
  expect((await end({ password })).body).toEqual({ ended: 1 });
  expect((await other.call('GET', urls.session())).status).toBe(401);
});

test('whatever changes how one signs in asks once more who it is', async () => {
  const person = await signedIn(platform, 'dispatcher', first);
  await age(platform, person.id, 6 * 60_000);
  const own = /^\/api\/(account|enrolment|sessions)\b/;
  const changing = (await offeredRoutes(platform)).filter(
    ({ method, url, access }) => method === 'POST' && access !== 'public' && own.test(url),
  );
  expect(changing.length).toBeGreaterThanOrEqual(10);
  for (const { url } of changing) {
    const path = url.replaceAll(/:[A-Za-z]+/g, (name) =>
      name === ':sessionRef' ? 'ses_00000000000000000000000000' : 'AAAA',
    );
    const body = url === urls.confirmTotp() ? { code: '000000' } : undefined;
    const answer = await person.client.call('POST', path, body);
    expect(answer.body, url).toMatchObject({ code: 'step-up-required' });
  }
});

test('wherever a password is chosen a known one and one of our words are refused, and nothing is spent', async () => {
  const person = await signedIn(platform, 'dispatcher', first);
  const anyone = () => new Client(second.base);
  await anyone().call('POST', urls.passwordReset(), { email: person.email });
  const reset = await tokenFromMail(platform, person.email, 'password-reset');
  const email = 'chooses.badly@example.ie';
  await anyone().call('POST', urls.signUp(), { email });
  const signUp = await tokenFromMail(platform, email, 'sign-up');
  const doors = [
    (given: string) =>
      person.client.call('POST', urls.changePassword(), { currentPassword: password, newPassword: given }),
    (given: string) =>
      anyone().call('POST', urls.acceptInvitation(), { token: signUp, name: 'Bláth', password: given }),
    (given: string) => anyone().call('POST', urls.confirmPasswordReset(), { token: reset, password: given }),
  ];
  for (const choose of doors) {
    for (const given of ['password1234', 'CoolDelivery2026']) {
      const { status, body } = await choose(given);
      expect(status, given).toBe(400);
      expect(body, given).toMatchObject({ errors: [{ field: expect.stringMatching(/assword$/) }] });
      expect(JSON.stringify(body)).not.toContain(given);
    }
  }
  const typed = ' É River and Three Words ';
  for (const choose of doors.slice(1)) expect((await choose(typed)).status).toBeLessThan(300);
  // And what was chosen counts as it was typed.
  for (const other of [typed.trim(), typed.toLowerCase(), typed.normalize('NFD'), typed.slice(0, -1)])
    await expect(half(person, first, other)).rejects.toThrow('401');
  await half(person, first, typed);
});

test('a changed password ends every other session and the old password', async () => {
  const person = await signedIn(platform, 'dispatcher', first);
  const elsewhere = await half(person, second);
  const wish = { currentPassword: 'wrong wrong wrong', newPassword };
  expect((await person.client.call('POST', urls.changePassword(), wish)).status).toBe(401);
  await age(platform, person.id, 6 * 60_000);
  const right = { currentPassword: password, newPassword };
  expect((await person.client.call('POST', urls.changePassword(), right)).body).toMatchObject({
    code: 'step-up-required',
  });
  await person.client.call('POST', urls.stepUp(), { code: await freshCode(platform, person) });
  expect((await person.client.call('POST', urls.changePassword(), right)).status).toBe(204);
  expect((await elsewhere.call('GET', urls.session())).status).toBe(401);
  expect((await person.client.at(second).call('GET', urls.session())).status).toBe(200);
  await expect(half(person, first)).rejects.toThrow('401');
  await half(person, first, newPassword);
});

test('a password reset says the same for every address, works once, ends sessions, and still asks for the second factor', async () => {
  const person = await signedIn(platform, 'dispatcher', first);
  const nobody = new Client(first.base);
  const ask = async (email: string) => {
    const { status, body, headers } = await nobody.call('POST', urls.passwordReset(), { email });
    return { status, body, type: headers.get('content-type') };
  };
  expect(await ask('nobody-here@example.ie')).toEqual(await ask(person.email.toUpperCase()));
  const token = await tokenFromMail(platform, person.email, 'password-reset');
  expect(mailTo(platform, 'nobody-here@example.ie')).toEqual([]);
  const collections = ['accountLinks', 'accountMail'];
  for (const name of collections) {
    expect(JSON.stringify(await platform.db.collection(name).find().toArray())).not.toContain(token);
  }

  const wish = { token, password: newPassword };
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, i) =>
      new Client((i % 2 === 0 ? first : second).base).call('POST', urls.confirmPasswordReset(), wish),
    ),
  );
  expect(answers.map((each) => each.status).toSorted()).toEqual([204, ...Array(9).fill(404)]);
  expect(answers.map((each) => each.headers.get('set-cookie') ?? '').join('\n')).not.toContain('__Host-cd=');
  expect((await person.client.at(second).call('GET', urls.session())).status).toBe(401);
  await expect(half(person, first)).rejects.toThrow('401');
  const client = await half(person, second, newPassword);
  expect((await client.call('GET', urls.orders())).body).toMatchObject({ code: 'second-factor-required' });
});

test('a reset link dies after ten minutes', async () => {
  const person = await newPerson(platform, 'customer', first.base);
  await new Client(first.base).call('POST', urls.passwordReset(), { email: person.email });
  const token = await tokenFromMail(platform, person.email, 'password-reset');
  const links = platform.db.collection('accountLinks');
  const link = await links.findOne({ userId: person.id });
  const minutes = (new Date(link?.['expiresAt']).getTime() - Date.now()) / 60_000;
  expect(minutes).toBeGreaterThan(9);
  expect(minutes).toBeLessThanOrEqual(10);
  await links.updateOne({ userId: person.id }, { $set: { expiresAt: new Date(Date.now() - 1) } });
  const late = await new Client(first.base).call('POST', urls.confirmPasswordReset(), {
    token,
    password: newPassword,
  });
  expect(late.body).toMatchObject({ code: 'link-invalid' });
});

test('an account of one’s own: the same answer for every address, the mail tells its owner alone, and no role but customer', async () => {
  const member = await newPerson(platform, 'dispatcher', first.base);
  const stranger = 'New.Here@Example.ie';
  const ask = (email: string, api: Process) => new Client(api.base).call('POST', urls.signUp(), { email });
  const answers = await Promise.all([ask(member.email, first), ask(stranger, second)]);
  expect(answers.map(({ status, body }) => ({ status, body }))).toEqual(
    Array(2).fill({ status: 202, body: answers[0]?.body }),
  );
  const refused = await new Client(first.base).call('POST', urls.signUp(), {
    email: stranger,
    role: 'admin',
  });
  expect(refused.status).toBe(400);
  await eventually('the mail to the member', () =>
    mailTo(platform, member.email).find((mail) => mail.subject === 'You already have an account'),
  );
  expect(mailTo(platform, member.email).some((mail) => mail.text.includes('#'))).toBe(false);

  const token = await tokenFromMail(platform, 'new.here@example.ie', 'sign-up');
  const wish = { token, name: 'Neasa', password };
  const made = await Promise.all(
    [first, second, first].map((api) =>
      new Client(api.base).call<Session>('POST', urls.acceptInvitation(), wish),
    ),
  );
  expect(made.map(({ status }) => status).toSorted()).toEqual([201, 404, 404]);
  expect(made.find(({ status }) => status === 201)?.body).toMatchObject({
    user: { role: 'customer', email: 'new.here@example.ie' },
  });
});

test('a mailbox is not flooded: after five asked-for mails the sixth must wait', async () => {
  const answers: number[] = [];
  for (let i = 0; i < 6; i += 1) {
    const { status } = await new Client((i % 2 === 0 ? first : second).base).call(
      'POST',
      urls.passwordReset(),
      { email: 'flooded@example.ie' },
    );
    answers.push(status);
  }
  expect(answers).toEqual([202, 202, 202, 202, 202, 429]);
});

test('a new e-mail address counts once its owner confirms it, and a taken one is not told', async () => {
  const person = await signedIn(platform, 'customer', first);
  const other = await newPerson(platform, 'customer', first.base);
  const fresh = `new-${person.email}`;
  for (const email of [other.email, fresh]) {
    const { status } = await person.client.call('POST', urls.changeEmail(), { email, password });
    expect(status, email).toBe(202);
    const token = await tokenFromMail(platform, email, 'email-change');
    expect((await person.client.call<Account>('GET', urls.account())).body.email).toBe(person.email);
    const confirmed = await new Client(second.base).call('POST', urls.confirmEmail(), { token });
    expect(confirmed.status, email).toBe(email === fresh ? 204 : 404);
    expect((await new Client(second.base).call('POST', urls.confirmEmail(), { token })).status).toBe(404);
  }
  expect((await person.client.call<Account>('GET', urls.account())).body.email).toBe(fresh);
  await half({ ...person, email: fresh }, second);
  await expect(half(person, second)).rejects.toThrow('401');
  await eventually('the notice', () =>
    mailTo(platform, person.email).find((mail) => mail.subject.includes('address was changed')),
  );
});

test('a wish for another address ends with a new password, and with the next wish', async () => {
  const person = await signedIn(platform, 'customer', first);
  const ask = async (name: string) => {
    const email = `${name}-${person.email}`;
    await person.client.call('POST', urls.changeEmail(), { email, password });
    return await tokenFromMail(platform, email, 'email-change');
  };
  const confirm = (token: string) => new Client(second.base).call('POST', urls.confirmEmail(), { token });
  const mistyped = await ask('mistyped');
  const meant = await ask('meant');
  expect((await confirm(mistyped)).body).toMatchObject({ code: 'link-invalid' });
  // Whoever finds somebody else at their account takes the password away, and with it what was asked for with the old one.
  const changed = await person.client.call('POST', urls.changePassword(), {
    currentPassword: password,
    newPassword,
  });
  expect(changed.status).toBe(204);
  expect((await confirm(meant)).body).toMatchObject({ code: 'link-invalid' });
  expect((await person.client.call<Account>('GET', urls.account())).body.email).toBe(person.email);
});

test('a second factor is replaced only with the old one given just now; the old one then opens nothing', async () => {
  const person = await signedIn(platform, 'dispatcher', first);
  await age(platform, person.id, 6 * 60_000);
  expect((await person.client.call('POST', urls.enrolTotp())).body).toMatchObject({
    code: 'step-up-required',
  });
  const waiting = await half(person, second);
  expect((await waiting.call('POST', urls.enrolTotp())).status).toBe(403); // half signed in, never
  const old = await freshCode(platform, person);
  await person.client.call('POST', urls.stepUp(), { code: old, password });
  const { secret } = await enrol(person.client);
  expect((await waiting.call('GET', urls.session())).status).toBe(401);
  const client = await half(person, second);
  expect((await client.call('POST', urls.verifyTotp(), { code: codeOf(person.secret) })).status).toBe(401);
  const renewed = { id: person.id, secret };
  const code = await freshCode(platform, renewed);
  expect((await client.call('POST', urls.verifyTotp(), { code })).status).toBe(200);
});
