import { expect, test } from 'vitest';
import { makeLogger } from '#platform/logging.ts';
import type { User } from '../identity/index.ts';
import type { Mail } from '../mail/index.ts';
import type { AccountMessage, WaitingMail } from './account-mail-store.ts';
import { sendAccountMail } from './send-account-mail.ts';

const now = new Date('2026-11-22T12:00:00Z');

/** Sends the given messages once; `broken` names the mailbox that takes nothing. */
async function send(messages: readonly AccountMessage[], more: { at?: Date; broken?: string } = {}) {
  const waiting = messages.map((message, i): WaitingMail => ({ id: `m${i}`, message, at: more.at ?? now }));
  const sent: Mail[] = [];
  const dropped: string[] = [];
  const lines: string[] = [];
  let links = 0;
  await sendAccountMail({
    waiting: {
      put: async () => undefined,
      lease: async () => waiting.shift() ?? null,
      drop: async (id) => void dropped.push(id),
    },
    users: {
      byEmail: async (email) =>
        email === 'aoife@example.ie' ? ({ id: 'usr_1', email, disabledAt: null } as User) : null,
    },
    invitations: {
      makeToken: async (ref) => (ref === 'msg_1' ? 'I'.repeat(43) : null),
      signUp: async () => 'S'.repeat(43),
    },
    links: {
      make: async () => {
        links += 1;
        return String(links).repeat(43);
      },
    },
    mailer: {
      async send(mail) {
        if (mail.to === more.broken) throw new Error(`the mail server said no to ${mail.to}`);
        sent.push(mail);
      },
    },
    publicOrigin: 'https://cool.example',
    clock: () => now,
    log: makeLogger({ write: (line) => void lines.push(line) }),
  });
  return { sent, dropped, links, log: lines.join('') };
}

test('a reset for an address without an account makes no link and no mail, and waits no longer', async () => {
  const { sent, dropped, links } = await send([{ kind: 'password-reset', to: 'nobody@example.ie' }]);
  expect({ sent, dropped, links }).toEqual({ sent: [], dropped: ['m0'], links: 0 });
});

test.each([
  ['invitation', { kind: 'invitation', to: 'x@example.ie', ref: 'msg_1' }, '/invitation#I'],
  ['sign-up', { kind: 'sign-up', to: 'x@example.ie' }, '/invitation#S'],
  ['password-reset', { kind: 'password-reset', to: 'aoife@example.ie' }, '/password-reset#1'],
  [
    'email-change',
    { kind: 'email-change', to: 'x@example.ie', userId: 'usr_1', version: 3 },
    '/confirm-email#1',
  ],
  ['re-enrolment', { kind: 're-enrolment', to: 'x@example.ie', userId: 'usr_1' }, '/re-enrolment#1'],
] as const)('the link of %s stands in the fragment of its page', async (_kind, message, path) => {
  const { sent } = await send([message]);
  expect(sent[0]?.text).toContain(`https://cool.example${path}`);
  expect(sent[0]?.subject).not.toContain('#');
});

test('a mail that cannot be delivered stays, holds up no other, and its address is in no log', async () => {
  const { sent, dropped, log } = await send(
    [
      { kind: 'notice', to: 'bad@example.ie', what: 'password-changed' },
      { kind: 'notice', to: 'good@example.ie', what: 'password-changed' },
    ],
    { broken: 'bad@example.ie' },
  );
  expect(sent.map(({ to }) => to)).toEqual(['good@example.ie']);
  expect(dropped).toEqual(['m1']);
  expect(log).toContain('"messageId":"m0"');
  expect(log).not.toContain('bad@example.ie');
});

test('a mail that waited for more than a day is not sent: nobody expects its link any more', async () => {
  const { sent, dropped } = await send([{ kind: 'invitation', to: 'x@example.ie', ref: 'msg_1' }], {
    at: new Date(now.getTime() - 25 * 3_600_000),
  });
  expect({ sent, dropped }).toEqual({ sent: [], dropped: ['m0'] });
});

test('an invitation that was taken back or replaced before its mail was made is not sent', async () => {
  const { sent, dropped } = await send([{ kind: 'invitation', to: 'x@example.ie', ref: 'msg_0' }]);
  expect({ sent, dropped }).toEqual({ sent: [], dropped: ['m0'] });
});

test('who asks for an account and has one learns it in the mailbox, by a mail without a token', async () => {
  const { sent, links } = await send([{ kind: 'sign-up', to: 'aoife@example.ie' }]);
  expect(sent[0]?.subject).toBe('You already have an account');
  expect(sent[0]?.text).not.toContain('#');
  expect(links).toBe(0);
});
