import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lifecycle, nextState, type OrderState, orderStates } from '@cool/contract/orders';
import { describe, expect, it } from 'vitest';
import { signInAs } from './api-client.ts';
import { isOwnFetch, isOwnNavigation, maySignIn, pathOnly } from './guards.ts';
import { makeMailbox, pinIn } from './mailbox.ts';
import { codeAt, msLeftAt } from './one-time-code.ts';
import { databaseMark, makePersonas } from './personas.ts';
import { commandTowards, courierStep, parts } from './scenario.ts';
import { demoState } from './state.ts';
import { waitingPage } from './waiting-page.ts';

const document = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };

describe('who may see codes and sign in', () => {
  it.each([
    ['typed', { 'sec-fetch-site': 'none', ...document }, true],
    ['a link on the page itself', { 'sec-fetch-site': 'same-origin', ...document }, true],
    ['a command-line client', {}, true],
    ['a link elsewhere', { 'sec-fetch-site': 'cross-site', ...document }, false],
    [
      'a frame',
      { 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' },
      false,
    ],
    [
      'a fetch elsewhere',
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'empty' },
      false,
    ],
  ])('the page, by %s: %s', (_, headers, allowed) => expect(isOwnNavigation(headers)).toBe(allowed));

  it.each([
    ['same-origin', true],
    ['same-site', false],
    ['cross-site', false],
    ['none', false],
  ])('the codes, fetched %s: %s', (site, allowed) =>
    expect(isOwnFetch({ 'sec-fetch-site': site })).toBe(allowed),
  );

  it('a sign-in link needs the key of this start and a navigation', () => {
    const crossing = { 'sec-fetch-site': 'cross-site', ...document }; // from localhost to dispatcher.localhost
    expect(maySignIn(crossing, 'key', 'key')).toBe(true);
    expect(maySignIn(crossing, 'old', 'key')).toBe(false);
    expect(maySignIn(crossing, null, 'key')).toBe(false);
    expect(maySignIn(crossing, '', 'key')).toBe(false);
    expect(maySignIn({ 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'image' }, 'key', 'key')).toBe(
      false,
    );
  });

  it.each([
    ['/board', '/board'],
    ['/board/ord_1', '/board/ord_1'],
    ['//evil.example', '/'],
    ['https://evil.example', '/'],
    ['/\\evil.example', '/'],
    ['/a?next=//evil', '/'],
    ['/a\r\nset-cookie: x', '/'],
    [null, '/'],
  ])('goes on from %j to %j', (to, path) => expect(pathOnly(to)).toBe(path));
});

describe('the opening scene', () => {
  it('has orders in every state of the road and some for the persona courier', () => {
    expect(parts.length).toBe(48);
    expect(new Set(parts.map(({ state }) => state)).size).toBe(7);
    expect(
      parts.filter(({ courier }) => courier === 'persona').every(({ state }) => state === 'assigned'),
    ).toBe(true);
  });

  it('is reached by commands the lifecycle allows, whatever the state', () => {
    for (const goal of ['placed', 'confirmed', 'assigned', 'en_route', 'delivered'] as const) {
      for (const state of orderStates) {
        const command = commandTowards(goal, state);
        if (command !== null) expect(nextState(state, command), `${state} ${command}`).toBeDefined();
      }
    }
  });

  it('leaves alone what is there already, is beyond, or went another way', () => {
    expect(commandTowards('assigned', 'assigned')).toBeNull();
    expect(commandTowards('assigned', 'arrived')).toBeNull();
    for (const state of ['failed', 'cancelled', 'returning', 'rescheduled'] as const) {
      expect(commandTowards('delivered', state)).toBeNull();
    }
  });
});

describe('the simulated couriers', () => {
  it('bring every order they hold to delivered or failed, by allowed steps', () => {
    for (let number = 0; number < 200; number += 1) {
      let state: OrderState = 'assigned';
      for (
        let step = courierStep(`ord_${number}`, state);
        step !== null;
        step = courierStep(`ord_${number}`, state)
      ) {
        const next: OrderState | undefined = lifecycle[state][step.command];
        if (next === undefined) throw new Error(`${state} does not allow ${step.command}`);
        state = next;
      }
      expect(['delivered', 'failed']).toContain(state);
    }
  });

  it('find some doors shut, always the same ones', () => {
    const shut = Array.from({ length: 300 }, (_, number) => courierStep(`ord_${number}`, 'arrived')?.command);
    expect(shut.filter((command) => command === 'fail').length).toBeGreaterThan(10);
    expect(shut).toEqual(
      Array.from({ length: 300 }, (_, number) => courierStep(`ord_${number}`, 'arrived')?.command),
    );
  });
});

describe('the mailbox', () => {
  it('finds the PIN of an order and shows the newest first', () => {
    const folder = mkdtempSync(join(tmpdir(), 'cool-mail-'));
    const mail = (id: string, at: string, orderId: string, text: string) =>
      writeFileSync(
        join(folder, `${id}.json`),
        JSON.stringify({ id, at, orderId, text, to: 'x@example.com', subject: id, kind: 'k' }),
      );
    mail('one', '2026-01-01T10:00:00Z', 'ord_1', 'Your PIN is 0412.');
    mail('two', '2026-01-01T11:00:00Z', 'ord_2', 'Nothing to show.');
    const mailbox = makeMailbox(folder);
    expect(mailbox.pinOf('ord_1')).toBe('0412');
    expect(mailbox.pinOf('ord_2')).toBeNull();
    expect(mailbox.newest(1).map(({ id }) => id)).toEqual(['two']);
    expect(mailbox.newest(5, ' ONE').map(({ id }) => id)).toEqual(['one']);
    expect(mailbox.newest(5, 'x@example').length).toBe(2);
    expect(mailbox.newest(5, 'nobody')).toEqual([]);
    expect(makeMailbox(join(folder, 'absent')).newest(5)).toEqual([]);
    rmSync(folder, { recursive: true });
  });

  it.each([
    ['PIN: 0001', '0001'],
    ['your PIN\n\n  1234\n', '1234'],
    ['PIN 12345', null],
    ['order 1234', null],
  ])('%j holds %j', (text, pin) => expect(pinIn(text)).toBe(pin));
});

describe('the personas', () => {
  const personas = makePersonas();

  it('have six couriers among them, and a second factor each but the customer', () => {
    expect(personas.filter(({ role }) => role === 'courier')).toHaveLength(6);
    expect(personas.filter(({ totpSecret }) => totpSecret === null).map(({ id }) => id)).toEqual([
      'customer',
    ]);
  });

  it('have passwords that differ, and differ from those of another data folder', () => {
    const all = [...personas, ...makePersonas()].map(({ password }) => password);
    expect(new Set(all).size).toBe(all.length);
    expect(Math.min(...all.map(({ length }) => length))).toBeGreaterThanOrEqual(12);
  });

  it('are shown with their own host and a link of this start; the simulated ones are not shown', () => {
    const state = demoState({ personas, mails: [], key: 'k', port: '8080', now: 1_000 });
    expect(state.personas.map(({ id }) => id)).toEqual([
      'customer',
      'dispatcher',
      'courier',
      'admin',
      'auditor',
    ]);
    expect(state.personas[1]?.signIn).toBe(
      'http://dispatcher.localhost:8080/demo/as/dispatcher?to=%2Fboard&key=k',
    );
    expect(state.codeMsLeft).toBe(29_000);
    expect(JSON.stringify(state)).not.toContain('desk@');
    expect(JSON.stringify(state)).not.toContain(personas[1]?.totpSecret);
  });

  it('are marked with the database they are in, without its password', () => {
    expect(databaseMark('mongodb://me:secret@db')).not.toContain('secret');
    expect(databaseMark(null)).not.toBe(databaseMark('mongodb://db'));
  });
});

describe('the demo authenticator', () => {
  it('shows what RFC 6238 says (appendix B, SHA-256, six digits)', () => {
    const seed = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZA'; // "12345678901234567890123456789012"
    expect(codeAt(seed, 59_000)).toBe('119246');
    expect(codeAt(seed, 1_111_111_109_000)).toBe('084774');
    expect(msLeftAt(59_000)).toBe(1_000);
  });
});

describe('signing in for a browser', () => {
  it('tells the API which browser it is, so that the list of sessions names it', async () => {
    const told: unknown[] = [];
    const api = createServer((request, response) => {
      told.push(request.headers['user-agent']);
      const body = JSON.stringify({ next: told.length === 1 ? 'verify' : null });
      response
        .writeHead(200, { 'content-type': 'application/json', 'set-cookie': 'session=1; Path=/' })
        .end(body);
    });
    await new Promise<void>((listening) => api.listen(0, '127.0.0.1', listening));
    const [, dispatcher] = makePersonas();
    if (dispatcher === undefined) throw new Error('the demo has a second persona');
    const { port } = api.address() as AddressInfo;
    await signInAs(dispatcher, port, 'localhost', 'Firefox/140');
    api.close();
    expect(told).toEqual(['Firefox/140', 'Firefox/140']);
  });
});

describe('the waiting page', () => {
  it('tries again by itself and takes a name for text', () => {
    const page = waitingPage('<b>O’Brien</b>', 5);
    expect(page).toContain('data-seconds="5"');
    expect(page).toContain('src="/demo/waiting.js"');
    expect(page).not.toContain('http-equiv="refresh"');
    expect(page).not.toContain('<b>');
  });
});
