import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { decodeKeys, makeKeys } from '#platform/keys.ts';
import { makeLogger } from '#platform/logging.ts';
import { type OutboxStore, type PendingMail, pinOf, readManageToken, viewTokenOf } from '../orders/index.ts';
import { drainMail, fileMailer, type Mail } from './index.ts';
import { messageOf } from './messages.ts';

const keys = decodeKeys(makeKeys());
const orderId = 'ord_00000000000000000000000000';
const pending = (messageId: string, more: Partial<PendingMail['order']> = {}): PendingMail => ({
  messageId,
  kind: 'delivery-announced',
  at: '2026-11-22T12:00:00.000Z',
  orderId,
  order: {
    recipient: { name: 'Aoife', email: 'aoife@example.ie' },
    pickup: { name: 'GPO', address: 'x', routingKey: 'D01' },
    dropOff: { name: 'Trinity', address: 'College Green', routingKey: 'D02' },
    events: [],
    ...more,
  },
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cool-mail-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('the mail tells the recipient the PIN and the link', () => {
  const mail = messageOf(pending('m1'), keys, 'https://cool.example');
  expect(mail).toMatchObject({ id: 'm1', to: 'aoife@example.ie', kind: 'delivery-announced', orderId });
  expect(mail.text).toContain(`Your PIN: ${pinOf(keys, { _id: orderId })}`);
  expect(mail.text).toContain(`https://cool.example/t/#${viewTokenOf(keys, { _id: orderId })}`);
  expect(mail.subject).not.toContain(pinOf(keys, { _id: orderId })); // subjects show on locked screens
});

test('the manage link is in the mail, after #, good for its order and seven days, and the same when sent again', () => {
  const text = messageOf(pending('m1'), keys, 'https://cool.example').text;
  const token = /https:\/\/cool\.example\/manage#(\S+)/.exec(text)?.[1] ?? '';
  const mailed = Date.parse(pending('m1').at);
  expect(readManageToken(keys, token, new Date(mailed))).toMatchObject({ orderId, series: 0 });
  expect(readManageToken(keys, token, new Date(mailed + 7 * 86_400_000))).toBeNull();
  expect(messageOf(pending('m1'), keys, 'https://cool.example').text).toBe(text);
});

test('a mail says what is promised, and after a failed try how to choose anew, without the PIN', () => {
  const window = { from: '2026-11-22T14:00:00.000Z', to: '2026-11-22T16:00:00.000Z' };
  const announced = messageOf(pending('m1', { window }), keys, 'https://cool.example').text;
  expect(announced).toContain('College Green, on Sunday 22 November between 14:00 and 16:00.');
  const failed = messageOf({ ...pending('m2'), kind: 'delivery-failed' }, keys, 'https://cool.example');
  expect(failed.subject).toContain('could not deliver');
  expect(failed.text).toContain('/manage#');
  expect(failed.text).not.toContain('PIN');
});

test('a mail sent twice is one file, whole and readable by its owner only', async () => {
  const mailer = fileMailer(join(folder, 'box'));
  const mail = messageOf(pending('m1'), keys, 'https://cool.example');
  await Promise.all([mailer.send(mail), mailer.send(mail)]).catch(async () => await mailer.send(mail));
  expect(readdirSync(join(folder, 'box'))).toEqual(['m1.json']);
  expect(JSON.parse(readFileSync(join(folder, 'box', 'm1.json'), 'utf8')) as Mail).toEqual(mail);
  expect(statSync(join(folder, 'box', 'm1.json')).mode & 0o077).toBe(0);
});

test('an id that is no plain file name is refused', async () => {
  const mail = { ...messageOf(pending('m1'), keys, 'https://cool.example'), id: '../outside' };
  await expect(fileMailer(folder).send(mail)).rejects.toThrow('plain file name');
});

test('a mail that cannot be delivered stays in the outbox and holds up no other', async () => {
  const sent: string[] = [];
  const dropped: string[] = [];
  const outbox = {
    pendingMail: async () => [pending('bad'), pending('good')],
    dropMail: async ({ messageId }: PendingMail) => void dropped.push(messageId),
  } as unknown as OutboxStore;
  const mailer = {
    send: async ({ id }: Mail) => {
      if (id === 'bad') throw new Error('the mail server said no to aoife@example.ie');
      sent.push(id);
    },
  };
  const lines: string[] = [];
  const log = makeLogger({ write: (line) => void lines.push(line) });
  await drainMail(outbox, mailer, keys, 'https://cool.example', log);
  expect({ sent, dropped }).toEqual({ sent: ['good'], dropped: ['good'] });
  expect(lines.join('')).toContain('"messageId":"bad"');
  expect(lines.join('')).not.toContain('aoife');
});
