// `npm start` from the first line to Ctrl-C, and what happens when it cannot start or is killed.

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runDirPrefix } from '../src/supervisor/predecessor.ts';
import { isAlive } from '../src/supervisor/runtime-file.ts';
import {
  get,
  type Running,
  startCommand,
  startCommandIn,
  startPlatform,
  temporary,
  until,
} from './platform-process.ts';

const data = mkdtempSync(join(tmpdir(), 'cool-start-'));

let platform: Running;
beforeAll(async () => {
  platform = await startPlatform(data);
}, 180_000);
afterAll(async () => {
  if (platform.child.exitCode === null) platform.child.kill('SIGINT');
  await platform.ended;
  for (const folder of [data, temporary]) rmSync(folder, { recursive: true, force: true });
});

const cookieOf = (setCookie: readonly string[] | undefined) => setCookie?.[0]?.split(';', 1)[0] ?? '';
const linkOf = (word: string) =>
  new URL(new RegExp(`^  ${word} +(http\\S+)$`, 'm').exec(platform.output())?.[1] ?? '');

async function follow(
  word: string,
): Promise<{ host: string; cookie: string; location: string; setCookie: string }> {
  const link = linkOf(word);
  const open = () => get(platform.port, link.pathname + link.search, { host: link.hostname });
  let answer = await open();
  // A code works once: who signed in within the last half minute is shown a page that tries again by itself.
  for (let tries = 0; tries < 3 && answer.status === 200; tries += 1) {
    const seconds = Number(/data-seconds="(\d+)"/.exec(answer.text)?.[1]);
    await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
    answer = await open();
  }
  const setCookie = answer.headers['set-cookie']?.[0] ?? '';
  return {
    host: link.hostname,
    cookie: cookieOf(answer.headers['set-cookie']),
    location: answer.headers.location ?? '',
    setCookie,
  };
}

describe('the platform, once ready', () => {
  it('serves the application with its headers', async () => {
    const page = await get(platform.port, '/board');
    expect(page.status).toBe(200);
    expect(page.text).toContain('<!doctype html>');
    expect(page.headers['content-security-policy']).toContain("require-trusted-types-for 'script'");
  });

  it('signs the dispatcher in by the printed link, with password and code, at a host of their own', async () => {
    const { host, cookie, location, setCookie } = await follow('board');
    expect([host, location]).toEqual(['dispatcher.localhost', '/board']);
    expect(setCookie).toMatch(/^__Host-.*Secure/i);
    const session = JSON.parse(
      (await get(platform.port, '/api/session', { host, headers: { cookie } })).text,
    );
    expect(session).toMatchObject({ state: 'active', aal: 2, user: { role: 'dispatcher' } });

    const live = await get(platform.port, '/api/live', { host, headers: { cookie }, firstChunkOnly: true });
    expect(live.headers['content-type']).toContain('text/event-stream');
    expect(live.text.length).toBeGreaterThan(0);
  });

  it('refuses a sign-in link without the key of this start, and the codes to another origin', async () => {
    const noKey = await get(platform.port, '/demo/as/admin?to=/board', { host: 'admin.localhost' });
    expect([noKey.status, noKey.headers['set-cookie']]).toEqual([403, undefined]);
    const foreign = await get(platform.port, '/demo/state', { headers: { 'sec-fetch-site': 'cross-site' } });
    expect([foreign.status, foreign.text.includes('password')]).toEqual([403, false]);
    const rebound = await get(platform.port, '/demo/state', { host: 'rebound.example' });
    expect(rebound.status).toBe(421);
  });

  it('comes alive: orders in many states, a tracking page, mails with a PIN', async () => {
    const tracking = await until(
      async () => (await get(platform.port, '/demo/tracking')).headers.location ?? null,
      20_000,
      'a tracking link',
    );
    const [path = '', token] = tracking.split('#');
    expect(token).toMatch(/^[A-Za-z0-9_-]{22}$/); // behind the #, so no address that is sent holds it
    const page = await get(platform.port, path);
    expect([page.status, page.headers['content-type']]).toEqual([200, expect.stringContaining('text/html')]);
    expect((await get(platform.port, '/demo/mailbox')).headers.location).toBe('/demo#mailbox');
    const mails = await until(
      async () => {
        const state = JSON.parse((await get(platform.port, '/demo/state')).text);
        return state.mails.length > 5 ? (state.mails as { text: string }[]) : null;
      },
      30_000,
      'mails',
    );
    expect(mails.some(({ text }) => /PIN/.test(text))).toBe(true);
  });

  it('has the security report for the auditor', async () => {
    const { host, cookie, location } = await follow('security');
    expect(location).toBe('/security');
    const report = await until(
      async () => {
        const answer = await get(platform.port, '/api/security-report', { host, headers: { cookie } });
        return answer.status === 200 ? JSON.parse(answer.text) : null;
      },
      30_000,
      'the security report',
    );
    expect(report.asBuilt.summary.refuted).toBeGreaterThan(0);
    expect(report.commit).toMatch(/^([0-9a-f]{40}|unknown)$/);
  });

  it('writes no password, code, key or cookie into a log', () => {
    const personas: { personas: { password: string; totpSecret: string | null }[] } = JSON.parse(
      readFileSync(join(data, 'personas.json'), 'utf8'),
    );
    const secrets = personas.personas.flatMap(({ password, totpSecret }) => [
      password,
      totpSecret ?? password,
    ]);
    secrets.push(
      platform.runtime().demoKey ?? '',
      ...Object.values<string>(JSON.parse(readFileSync(join(data, 'keys.json'), 'utf8'))),
    );
    const logs = readdirSync(join(data, 'logs')).map((name) =>
      readFileSync(join(data, 'logs', name), 'utf8'),
    );
    for (const secret of secrets) {
      expect(secret.length).toBeGreaterThan(10);
      expect(logs.some((log) => log.includes(secret))).toBe(false);
    }
  });
});

describe('a start that cannot be', () => {
  it('on a folder in use names the one that uses it, and leaves that one alone', async () => {
    const second = startCommand('--port', '0', '--data', data);
    expect(await second.ended).toBe(1);
    expect(second.output()).toContain(`process id ${platform.child.pid}`);
    expect(second.output()).toContain('--data');
    expect((await get(platform.port, '/')).status).toBe(200);
  });

  it('on a port that is taken says so in one sentence, and leaves nothing', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const folder = mkdtempSync(join(tmpdir(), 'cool-taken-'));
    const refused = startCommand('--port', String(port), '--data', folder);
    expect(await refused.ended).toBe(1);
    expect(refused.output().trim().split('\n').at(-1)).toContain(`Port ${port} is taken by another program`);
    expect(existsSync(join(folder, 'lock'))).toBe(false);
    await new Promise((resolve) => other.close(resolve));
    rmSync(folder, { recursive: true });
  });

  it('on a folder that cannot be made says so in one sentence', async () => {
    const refused = startCommand('--port', '0', '--data', join(data, 'personas.json'));
    expect(await refused.ended).toBe(1);
    expect(refused.output().trim().split('\n').at(-1)).toMatch(
      /^The data folder .* cannot be used: .* --data\.$/,
    );
  });

  it('on a database that is not there says which setting names it, and what to do', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'cool-away-'));
    const refused = startCommandIn({ MONGODB_URI: 'mongodb://127.0.0.1:9' }, '--port', '0', '--data', folder);
    expect(await refused.ended).toBe(1);
    expect(refused.output()).toMatch(
      /ECONNREFUSED 127\.0\.0\.1:9\. Start that server or correct MONGODB_URI/,
    );
    rmSync(folder, { recursive: true });
  });

  it('with an unknown option says what is allowed', async () => {
    const refused = startCommand('--prot', '80');
    expect(await refused.ended).toBe(1);
    expect(refused.output().trim()).toMatch(/^--prot is not an option of npm start; allowed: /);
  });
});

describe('killed and started again', () => {
  it('works, with everything that was there', async () => {
    const before = platform.runtime();
    platform.child.kill('SIGKILL');
    await platform.ended;
    platform = await startPlatform(data);
    expect(platform.runtime().supervisor.pid).not.toBe(before.supervisor.pid);
    expect(before.processes.filter(isAlive)).toEqual([]);
    const { cookie, host } = await follow('board');
    const orders = JSON.parse(
      (await get(platform.port, '/api/orders?limit=100', { host, headers: { cookie } })).text,
    );
    expect(orders.rows.length).toBeGreaterThan(40);
  });
});

describe('Ctrl-C', () => {
  it('ends with 0 and leaves no process, no lock and no socket', async () => {
    const { processes } = platform.runtime();
    expect(processes.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['engine', 'edge', 'api-1', 'api-2']),
    );
    platform.child.kill('SIGINT');
    platform.child.kill('SIGINT'); // npm passes the terminal's signal on a second time
    expect(await platform.ended).toBe(0);
    expect(processes.filter(isAlive)).toEqual([]);
    expect(readdirSync(data).filter((name) => name.startsWith('lock') || name === 'runtime.json')).toEqual(
      [],
    );
    expect(readdirSync(temporary).filter((name) => name.startsWith(runDirPrefix))).toEqual([]);
  });
});

describe('without the demo', () => {
  it('prints the first admin’s link and has neither personas nor their pages', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'cool-nodemo-'));
    const plain = await startPlatform(folder, '--no-demo', '--api', '1');
    expect(plain.output()).toMatch(/first admin +http:\/\/localhost:\d+\/invitation#[A-Za-z0-9_-]{43} /);
    expect((await get(plain.port, '/demo/state')).text).toContain('<!doctype html>'); // the application's own "not found"
    expect(existsSync(join(folder, 'personas.json'))).toBe(false);
    plain.child.kill('SIGINT');
    expect(await plain.ended).toBe(0);
    rmSync(folder, { recursive: true });
  });
});
