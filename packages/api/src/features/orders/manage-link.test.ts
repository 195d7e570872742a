import { expect, test } from 'vitest';
import { decodeKeys, makeKeys } from '#platform/keys.ts';
import { linkSeries, manageLinkOf, manageTokenOf, readManageToken } from './manage-link.ts';
import { viewTokenOf } from './order-secrets.ts';

const keys = decodeKeys(makeKeys());
const orderId = 'ord_01ARZ3NDEKTSV4RRFFQ69G5FAV';
const mailed = new Date('2026-11-22T12:00:00.500Z');
const link = manageLinkOf(orderId, 3, mailed);
const token = manageTokenOf(keys, link);
const [id = '', series = '', seconds = '', signature = ''] = token.split('.');

test('a link names its order, its series and its end: seven days after the mail', () => {
  expect(readManageToken(keys, token, mailed)).toEqual(link);
  expect(link.endsAt.toISOString()).toBe('2026-11-29T12:00:00.000Z');
});

test('a link ends to the second', () => {
  expect(readManageToken(keys, token, new Date('2026-11-29T11:59:59.999Z'))).toEqual(link);
  expect(readManageToken(keys, token, new Date('2026-11-29T12:00:00.000Z'))).toBeNull();
});

test.each([
  ['another order', `01ARZ3NDEKTSV4RRFFQ69G5FAW.${series}.${seconds}.${signature}`],
  ['another series', `${id}.4.${seconds}.${signature}`],
  ['a later end', `${id}.${series}.${Number(seconds) + 1}.${signature}`],
  ['the same series written otherwise', `${id}.03.${seconds}.${signature}`],
  ['another signature', `${id}.${series}.${seconds}.${'A'.repeat(22)}`],
  ['no signature', `${id}.${series}.${seconds}.`],
  [
    'the view link’s token as a signature',
    `${id}.${series}.${seconds}.${viewTokenOf(keys, { _id: orderId })}`,
  ],
  ['one part more', `${token}.x`],
  ['nothing', ''],
  ['a long word', 'A'.repeat(5_000)],
])('a link with %s is no link', (_what, changed) => {
  expect(changed).not.toBe(token);
  expect(readManageToken(keys, changed, mailed)).toBeNull();
});

test('every single character counts', () => {
  for (let i = 0; i < token.length; i += 1) {
    const other = token[i] === 'A' ? 'B' : 'A';
    const changed = token.slice(0, i) + other + token.slice(i + 1);
    expect(readManageToken(keys, changed, mailed), `at ${i}`).toBeNull();
  }
});

test('other keys make other links', () => {
  expect(readManageToken(decodeKeys(makeKeys()), token, mailed)).toBeNull();
});

test('each revocation begins a new series', () => {
  const events = (...commands: readonly ('place' | 'revoke' | 'confirm')[]) => ({
    events: commands.map((command) => ({ command })),
  });
  expect(linkSeries(events('place', 'confirm'))).toBe(0);
  expect(linkSeries(events('place', 'revoke', 'confirm', 'revoke'))).toBe(2);
});
