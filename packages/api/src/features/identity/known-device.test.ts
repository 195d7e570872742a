import type { FastifyReply, FastifyRequest } from 'fastify';
import { expect, test } from 'vitest';
import { decodeKeys, makeKeys, retiredKeys, rotatedKeys } from '#platform/keys.ts';
import { knownDeviceOf, rememberDevice } from './known-device.ts';

const file = makeKeys();
const keys = decodeKeys(file);
const now = new Date('2026-11-29T12:00:00Z');

function cookieFrom(known?: string): string {
  const sent: string[] = [];
  const header = (_name: string, value: string) => sent.push(value);
  const reply = { header } as unknown as FastifyReply;
  rememberDevice(reply, keys, 'Aoife@example.ie', now, known);
  const [set = ''] = sent;
  expect(set).toMatch(
    /^__Host-cd-known=[\w-]{43}\.\d{10}\.[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Strict; Max-Age=15552000$/,
  );
  return set.split(';')[0] ?? '';
}
const asking = (cookie: string) => ({ headers: { cookie } }) as unknown as FastifyRequest;

test('a browser is known again under the address it signed in with, whatever else is in its jar', () => {
  const cookie = cookieFrom();
  const name = knownDeviceOf(keys, asking(`__Host-cd=x; ${cookie}`), ' aoife@example.ie', now);
  expect(name).toMatch(/^[\w-]{43}$/);
  expect(knownDeviceOf(keys, asking(cookieFrom(name)), 'aoife@example.ie', now)).toBe(name);
});

test('under another address, changed anywhere, or made with other keys it is nobody’s', () => {
  const cookie = cookieFrom();
  expect(knownDeviceOf(keys, asking(cookie), 'cian@example.ie', now)).toBeUndefined();
  expect(knownDeviceOf(decodeKeys(makeKeys()), asking(cookie), 'aoife@example.ie', now)).toBeUndefined();
  const at = cookie.indexOf('=') + 1;
  for (let i = at; i < cookie.length - 1; i += 1) {
    const changed = `${cookie.slice(0, i)}${cookie[i] === 'A' ? 'B' : 'A'}${cookie.slice(i + 1)}`;
    expect(knownDeviceOf(keys, asking(changed), 'aoife@example.ie', now), `at ${i}`).toBeUndefined();
  }
  expect(knownDeviceOf(keys, asking(''), 'aoife@example.ie', now)).toBeUndefined();
});

test('it outlives an exchange of keys until the old one is retired', () => {
  const cookie = cookieFrom();
  const rotated = rotatedKeys(file, ['viewLinkKey']);
  expect(knownDeviceOf(decodeKeys(rotated), asking(cookie), 'aoife@example.ie', now)).toBeDefined();
  const retired = decodeKeys(retiredKeys(rotated, ['viewLinkKey']));
  expect(knownDeviceOf(retired, asking(cookie), 'aoife@example.ie', now)).toBeUndefined();
});

test('it is known for 180 days, and whoever moves its end has made it nobody’s', () => {
  const cookie = cookieFrom();
  const after = (ms: number) =>
    knownDeviceOf(keys, asking(cookie), 'aoife@example.ie', new Date(now.getTime() + ms));
  const lifeMs = 180 * 86_400_000;
  expect(after(lifeMs - 1)).toBeDefined();
  expect(after(lifeMs)).toBeUndefined();
  const longer = cookie.replace(/\.(\d{10})\./, (_all, untilS) => `.${Number(untilS) + 86_400}.`);
  expect(longer).not.toBe(cookie);
  expect(knownDeviceOf(keys, asking(longer), 'aoife@example.ie', now)).toBeUndefined();
  const endless = cookie.replace(/\.\d{10}\./, '.'); // as they were before they had an end
  expect(knownDeviceOf(keys, asking(endless), 'aoife@example.ie', now)).toBeUndefined();
});
