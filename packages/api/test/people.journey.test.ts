// What an admin does about people, against two real processes: invitations, roles, disabling, re-enrolment by two, and the
// evidence an auditor reads. A right taken away is gone at the other process on its very next request.

import type { MfaEvidence, People, Session } from '@cool/contract/identity';
import { urls } from '@cool/contract/urls';
import { afterAll, beforeEach, expect, test } from 'vitest';
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
import { age, enrol, tokenFromMail } from './people.ts';

const platform: Platform = await startPlatform(2);
const [first, second] = platform.apis as [Process, Process];

// Each test is about its own people: how many admins there are is what most of them judge.
beforeEach(async () => {
  for (const name of ['users', 'sessions', 'admins', 'reEnrolments', 'accountLinks', 'invitations']) {
    await platform.db.collection(name).deleteMany({});
  }
});

afterAll(async () => {
  await platform.stop();
});

const act = (by: Person, whom: Person, action: Parameters<typeof urls.personAction>[1], body?: object) =>
  by.client.call('POST', urls.personAction(whom.id, action), body);

const peopleSeenBy = async (by: Person) => (await by.client.call<People>('GET', urls.people())).body;

test('an invitation by mail makes a person with the role, who must enrol; a member is not invited', async () => {
  const admin = await signedIn(platform, 'admin', first);
  const invited = await admin.client.call('POST', urls.invitePerson(), {
    email: 'Niamh@Example.ie',
    role: 'courier',
  });
  expect(invited.status).toBe(202);
  const token = await tokenFromMail(platform, 'niamh@example.ie', 'invitation');
  const client = new Client(second.base);
  const accepted = await client.call<Session>('POST', urls.acceptInvitation(), {
    token,
    name: 'Niamh',
    password,
  });
  expect(accepted.body).toMatchObject({ next: 'enrol', user: { role: 'courier' } });
  expect((await peopleSeenBy(admin)).staffWithoutSecondFactor).toBe(1);
  await enrol(client);
  expect(await peopleSeenBy(admin)).toMatchObject({ staffWithoutSecondFactor: 0 });
  const again = await admin.client.call('POST', urls.invitePerson(), {
    email: 'niamh@example.ie',
    role: 'admin',
  });
  expect(again.body).toMatchObject({ code: 'already-member' });
});

test('the latest invitation of an address counts, and one that was taken back opens nothing', async () => {
  const admin = await signedIn(platform, 'admin', first);
  const invite = async (role: string) => {
    await admin.client.call('POST', urls.invitePerson(), { email: 'Eoin@Example.ie', role });
    return await eventually(`the mail as ${role}`, async () => {
      const told = await platform.db.collection('invitations').findOne({ email: 'eoin@example.ie', role });
      return told?.['tokenHash'] == null
        ? undefined
        : tokenFromMail(platform, 'eoin@example.ie', 'invitation');
    });
  };
  const accept = (token: string) =>
    new Client(second.base).call('POST', urls.acceptInvitation(), { token, name: 'Eoin', password });
  const byMistake = await invite('admin');
  const meant = await invite('courier');
  expect((await accept(byMistake)).body).toMatchObject({ code: 'invitation-invalid' });
  expect((await peopleSeenBy(admin)).invitations).toMatchObject([
    { email: 'eoin@example.ie', role: 'courier' },
  ]);
  const withdraw = () =>
    admin.client.at(second).call('POST', urls.withdrawInvitation(), { email: 'Eoin@Example.ie' });
  expect((await withdraw()).status).toBe(204);
  expect((await accept(meant)).body).toMatchObject({ code: 'invitation-invalid' });
  expect((await withdraw()).status).toBe(404);
  expect((await peopleSeenBy(admin)).invitations).toEqual([]);
});

test('what gives or takes a right asks for a second factor given just now; ending sessions does not', async () => {
  const admin = await signedIn(platform, 'admin', first);
  const courier = await signedIn(platform, 'courier', second);
  await age(platform, admin.id, 6 * 60_000);
  const refused = { code: 'step-up-required' };
  expect((await act(admin, courier, 'role', { role: 'dispatcher' })).body).toMatchObject(refused);
  for (const action of ['disable', 'enable', 're-enrolment', 're-enrolment/approve'] as const) {
    expect((await act(admin, courier, action)).body, action).toMatchObject(refused);
  }
  expect((await act(admin, courier, 're-enrolment/break-glass', { reason: 'x' })).body).toMatchObject(
    refused,
  );
  const invitation = { email: 'somebody@example.ie', role: 'admin' };
  expect((await admin.client.call('POST', urls.invitePerson(), invitation)).body).toMatchObject(refused);
  expect((await act(admin, courier, 'end-sessions')).body).toEqual({ ended: 1 });
  expect((await courier.client.call('GET', urls.run())).status).toBe(401);
});

test('a change of role ends the person’s sessions everywhere, and the new ones have the new role', async () => {
  const admin = await signedIn(platform, 'admin', first);
  const courier = await signedIn(platform, 'courier', second);
  expect((await act(admin, courier, 'role', { role: 'dispatcher' })).status).toBe(204);
  expect((await courier.client.call('GET', urls.run())).status).toBe(401);
  const client = new Client(first.base);
  const { body } = await client.call<Session>('POST', urls.signIn(), { email: courier.email, password });
  expect(body).toMatchObject({ next: 'verify', user: { role: 'dispatcher' } });
});

test('whoever is disabled is out everywhere, cannot come back in, and can be let in again', async () => {
  const admin = await signedIn(platform, 'admin', first);
  const dispatcher = await signedIn(platform, 'dispatcher', second);
  expect((await act(admin, dispatcher, 'disable')).status).toBe(204);
  expect((await dispatcher.client.call('GET', urls.orders())).status).toBe(401);
  const wish = { email: dispatcher.email, password };
  const refused = await new Client(second.base).call('POST', urls.signIn(), wish);
  expect(refused.body).toMatchObject({ code: 'sign-in-failed' });
  expect(
    (await peopleSeenBy(admin)).people.find(({ id }) => id === dispatcher.id)?.disabledAt,
  ).not.toBeNull();
  expect((await act(admin, dispatcher, 'enable')).status).toBe(204);
  expect((await new Client(second.base).call('POST', urls.signIn(), wish)).status).toBe(200);
});

test('no session outlives a disabling that happens while it begins', async () => {
  const admin = await signedIn(platform, 'admin', first);
  for (let round = 0; round < 5; round += 1) {
    const person = await newPerson(platform, 'customer', second.base);
    const wish = { email: person.email, password };
    const clients = Array.from({ length: 6 }, (_, i) => new Client((i % 2 === 0 ? first : second).base));
    await Promise.all([
      ...clients.map((client) => client.call('POST', urls.signIn(), wish)),
      act(admin, person, 'disable'),
    ]);
    expect(await platform.db.collection('sessions').countDocuments({ userId: person.id })).toBe(0);
  }
});

test('the last admin can neither be disabled nor be made anything else', async () => {
  const admin = await signedIn(platform, 'admin', first);
  for (const [action, body] of [
    ['disable', undefined],
    ['role', { role: 'dispatcher' }],
  ] as const) {
    expect((await act(admin, admin, action, body)).body, action).toMatchObject({ code: 'last-admin' });
  }
  const other = await signedIn(platform, 'admin', second);
  expect((await act(admin, other, 'disable')).status).toBe(204);
  // A disabled admin does not count.
  expect((await act(admin, admin, 'disable')).body).toMatchObject({ code: 'last-admin' });
  expect((await admin.client.call('GET', urls.people())).status).toBe(200);
});

test('admins who take each other’s rights away at once always leave one', async () => {
  for (let round = 0; round < 8; round += 1) {
    await platform.db.collection('users').deleteMany({});
    await platform.db.collection('admins').deleteMany({});
    const admins = await Promise.all([first, second, first].map((api) => signedIn(platform, 'admin', api)));
    await Promise.all(
      admins.map((by, i) => {
        const whom = admins[(i + 1) % admins.length] as Person;
        return round % 2 === 0 ? act(by, whom, 'disable') : act(by, whom, 'role', { role: 'courier' });
      }),
    );
    const left = await platform.db.collection('users').countDocuments({ role: 'admin', disabledAt: null });
    expect(left).toBeGreaterThan(0);
  }
});

test('a new second factor needs two admins, the mail and the password; the old one is dead', async () => {
  const [asking, agreeing] = [
    await signedIn(platform, 'admin', first),
    await signedIn(platform, 'admin', second),
  ];
  const courier = await signedIn(platform, 'courier', second);
  expect((await act(asking, courier, 're-enrolment/approve')).status).toBe(404);
  expect((await act(asking, courier, 're-enrolment')).status).toBe(204);
  expect((await act(asking, courier, 're-enrolment/approve')).body).toMatchObject({ code: 'four-eyes' });
  const glass = await act(asking, courier, 're-enrolment/break-glass', { reason: 'in a hurry' });
  expect(glass.body).toMatchObject({ code: 'four-eyes' });
  const races = await Promise.all(
    Array.from({ length: 5 }, () => act(agreeing, courier, 're-enrolment/approve')),
  );
  expect(races.filter((each) => each.status === 204)).toHaveLength(1);
  expect((await courier.client.call('GET', urls.run())).status).toBe(200); // nothing happened yet

  const token = await tokenFromMail(platform, courier.email, 're-enrolment');
  const client = new Client(first.base);
  const wrong = await client.call('POST', urls.reEnrol(), { token, password: 'not the password' });
  expect(wrong.status).toBe(401);
  const opened = await client.call<Session>('POST', urls.reEnrol(), { token, password });
  expect(opened.body).toMatchObject({ state: 'pending', next: 'enrol' });
  expect((await courier.client.call('GET', urls.run())).status).toBe(401);
  const again = await new Client(second.base).call('POST', urls.reEnrol(), { token, password });
  expect(again.body).toMatchObject({ code: 'link-invalid' });
  const { secret } = await enrol(client);
  expect(secret).not.toBe(courier.secret);
  const half = new Client(second.base);
  await half.call('POST', urls.signIn(), { email: courier.email, password });
  expect((await half.call('POST', urls.verifyTotp(), { code: codeOf(courier.secret) })).status).toBe(401);
});

test('nobody opens their own account anew, and who asked must still be an admin', async () => {
  const admins = await Promise.all([first, second, first].map((api) => signedIn(platform, 'admin', api)));
  const [asking, agreeing, third] = admins as [Person, Person, Person];
  const courier = await newPerson(platform, 'courier', first.base);
  expect((await act(asking, asking, 're-enrolment')).body).toMatchObject({ code: 'four-eyes' });
  await act(asking, third, 're-enrolment');
  expect((await act(third, third, 're-enrolment/approve')).body).toMatchObject({ code: 'four-eyes' });
  await act(asking, courier, 're-enrolment');
  expect((await act(third, asking, 'disable')).status).toBe(204);
  expect((await act(agreeing, courier, 're-enrolment/approve')).body).toMatchObject({ code: 'four-eyes' });
});

test('with one admin the re-enrolment is break-glass: it needs a reason and is marked as such', async () => {
  const admin = await signedIn(platform, 'admin', first);
  const courier = await newPerson(platform, 'courier', first.base);
  expect((await act(admin, courier, 're-enrolment/break-glass', {})).status).toBe(400);
  const done = await act(admin, courier, 're-enrolment/break-glass', {
    reason: 'Phone fell into the Liffey',
  });
  expect(done.status).toBe(204);
  const seen = (await peopleSeenBy(admin)).people.find(({ id }) => id === courier.id);
  expect(seen?.reEnrolment).toMatchObject({ state: 'sent', breakGlass: true, requestedBy: admin.id });
  await tokenFromMail(platform, courier.email, 're-enrolment');
});

test('the evidence counts every account and every session, and names nobody', async () => {
  const auditor = await signedIn(platform, 'auditor', first);
  const courier = await newPerson(platform, 'courier', first.base);
  await signInHalf(courier);
  const customer = await newPerson(platform, 'customer', first.base);
  await platform.db
    .collection<{ _id: string }>('users')
    .updateOne({ _id: customer.id }, { $set: { totp: null } });
  await signInHalf(customer);
  const { body } = await auditor.client.call<MfaEvidence>('GET', urls.mfaEvidence());
  expect(body.summary).toEqual({
    staff: 2,
    staffWithoutSecondFactor: 0,
    staffActingWithoutSecondFactor: 0,
  });
  expect(body.accounts.find(({ id }) => id === courier.id)?.sessions).toEqual({
    pending: 1,
    aal1: 0,
    aal2: 0,
  });
  expect(body.accounts.find(({ id }) => id === customer.id)).toMatchObject({
    staff: false,
    factors: [],
    sessions: { pending: 0, aal1: 1, aal2: 0 },
  });
  expect(body.accounts.find(({ id }) => id === auditor.id)?.lastStrongSignInAt).not.toBeNull();
  expect(JSON.stringify(body)).not.toContain('@');

  // A session planted past every rule is what this evidence is for.
  await platform.db
    .collection('sessions')
    .updateOne({ userId: courier.id }, { $set: { next: null, aal: 1 } });
  const planted = await auditor.client.call<MfaEvidence>('GET', urls.mfaEvidence());
  expect(planted.body.summary.staffActingWithoutSecondFactor).toBe(1);
});
