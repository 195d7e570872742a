// Runs the text of the watching functions as it stands in the committed template.

import { describe, expect, it, vi } from 'vitest';
import { at, resources } from '../../test/support/golden.ts';

type Refusal = { readonly address: string; readonly at: number };
type Lists = { readonly v4: readonly string[]; readonly v6: readonly string[]; readonly left: number };

interface BanModule {
  rule: { tries: number; withinMs: number; banMs: number; most: number; pages: number; rounds: number };
  allowList(more: readonly string[]): unknown;
  decide(refusals: readonly Refusal[], now: number, allowed: unknown): Lists;
  handler(): Promise<void>;
}

const source = (word: string): string => {
  const found = resources('prod', 'observe', 'AWS::Lambda::Function').find(({ properties }) =>
    String(properties['Description']).includes(word),
  );
  return String(at(found?.properties, 'Code', 'ZipFile'));
};

interface Aws {
  readonly pages?: readonly (readonly Refusal[])[];
  readonly lists?: Record<string, string[]>;
  /** How often somebody else is faster. */
  readonly races?: number;
  readonly allowed?: string;
  readonly failure?: string;
}

/** The module with a firewall and a log that hold what the test says. */
function ban({ pages = [[]], lists = { v4: [], v6: [] }, races = 0, failure, allowed = '' }: Aws = {}) {
  const module = {} as BanModule;
  const said: Readonly<Record<string, unknown>>[] = [];
  const asked: Readonly<Record<string, unknown>>[] = [];
  let token = 0;
  let lost = 0;
  const packages: Readonly<Record<string, unknown>> = {
    '@aws-sdk/client-cloudwatch-logs': {
      CloudWatchLogs: class {
        filterLogEvents = async (input: { nextToken?: string }) => {
          asked.push(input);
          const page = Number(input.nextToken ?? 0);
          const events = (pages[page] ?? []).map(({ address, at: timestamp }) => ({
            timestamp,
            message: JSON.stringify({ address }),
          }));
          return { events, ...(page + 1 < pages.length ? { nextToken: String(page + 1) } : {}) };
        };
      },
    },
    '@aws-sdk/client-wafv2': {
      WAFV2: class {
        getIPSet = async ({ Name }: { Name: string }) => ({
          IPSet: { Addresses: lists[Name] ?? [], Description: 'kept' },
          LockToken: String(token),
        });
        updateIPSet = async (input: {
          Name: string;
          LockToken: string;
          Addresses: string[];
          Description: string;
        }) => {
          if (failure !== undefined) throw Object.assign(new Error('no'), { name: failure });
          if (lost < races) {
            lost += 1;
            token += 1;
            throw Object.assign(new Error('stale'), { name: 'WAFOptimisticLockException' });
          }
          expect(input.LockToken).toBe(String(token));
          expect(input.Description).toBe('kept');
          lists[input.Name] = input.Addresses;
          token += 1;
        };
      },
    },
    'node:net': process.getBuiltinModule('node:net'),
  };
  const env = {
    LOG_GROUP: 'group',
    PATTERN: 'pattern',
    V4_ARN: 'arn:aws:wafv2:us-east-1:1:global/ipset/v4/a',
    V6_ARN: 'arn:aws:wafv2:us-east-1:1:global/ipset/v6/b',
    ALLOWED: allowed,
  };
  const atOnce = (done: () => void) => done();
  new Function('exports', 'require', 'process', 'console', 'setTimeout', source('ban lists'))(
    module,
    (name: string) => packages[name],
    { env },
    { log: (line: string) => said.push(JSON.parse(line)) },
    atOnce,
  );
  return { module, lists, said, asked, lost: () => lost };
}

const { module: pure } = ban();
const { rule } = pure;
const now = Date.parse('2026-11-22T12:00:00Z');
const tries = (address: string, count: number, endedMsAgo = 0, everyMs = 1_000): Refusal[] =>
  Array.from({ length: count }, (_, index) => ({ address, at: now - endedMsAgo - index * everyMs }));
const decide = (refusals: readonly Refusal[], more: readonly string[] = []) =>
  pure.decide(refusals, now, pure.allowList(more));

describe('who is banned', () => {
  it('an address with 20 refused sign-ins in ten minutes, and none with 19', () => {
    expect(decide(tries('198.51.100.7', 20)).v4).toEqual(['198.51.100.7/32']);
    expect(decide(tries('198.51.100.7', 19)).v4).toEqual([]);
  });

  it('nobody whose tries are spread wider than the window', () => {
    expect(decide(tries('198.51.100.7', 20, 0, rule.withinMs / 19)).v4).toHaveLength(1);
    expect(decide(tries('198.51.100.7', 20, 0, rule.withinMs / 19 + 1)).v4).toEqual([]);
  });

  it('for an hour from the try that was too many, and no longer', () => {
    expect(decide(tries('198.51.100.7', 20, rule.banMs - 1)).v4).toHaveLength(1);
    expect(decide(tries('198.51.100.7', 20, rule.banMs)).v4).toEqual([]);
  });

  it('longer when it goes on, whatever order the log is read in', () => {
    const long = [...tries('198.51.100.7', 20, rule.banMs), ...tries('198.51.100.7', 1, rule.banMs - 5_000)];
    expect(decide(long.reverse()).v4).toHaveLength(1);
  });

  it('an IPv6 customer as the /64 it is given', () => {
    expect(decide(tries('2001:db8:1:2::/64', 20))).toEqual({ v4: [], v6: ['2001:db8:1:2::/64'], left: 0 });
  });

  it.each([
    '10.1.2.3',
    '172.16.0.9',
    '192.168.1.1',
    '127.0.0.1',
    '169.254.169.254',
    'fd00:1:2:3::/64',
    'fe80::/64',
  ])('never %s: that is ours, or nobody', (address) => {
    expect(decide(tries(address, 500))).toEqual({ v4: [], v6: [], left: 0 });
  });

  it('never an address of the allow list', () => {
    expect(decide(tries('203.0.113.9', 20), ['203.0.113.0/24']).v4).toEqual([]);
    expect(decide(tries('203.0.114.9', 20), ['203.0.113.0/24']).v4).toHaveLength(1);
  });

  it.each(['', 'unknown', '198.51.100.7; drop', '0', '{}', '999.1.1.1'])(
    'never "%s", which is no address',
    (address) => {
      expect(decide(tries(address, 20))).toEqual({ v4: [], v6: [], left: 0 });
    },
  );

  it('the latest when there are more than the list takes, and how many are left out is said', () => {
    const many = Array.from({ length: rule.most + 5 }, (_, index) =>
      tries(`198.${18 + Math.floor(index / 250)}.0.${(index % 250) + 1}`, 20, index),
    );
    const { v4, left } = decide(many.flat());
    expect(v4).toHaveLength(rule.most);
    expect(left).toBe(5);
    expect(v4).toContain('198.18.0.1/32');
    expect(v4).not.toContain(`198.22.0.5/32`);
  });
});

describe('the ban function', () => {
  const recent = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ address: '198.51.100.7', at: Date.now() - index }));

  it('puts an address on the list, reading the log page by page', async () => {
    const { module, lists, said, asked } = ban({ pages: [recent(10), recent(10)] });
    await module.handler();
    expect(lists).toEqual({ v4: ['198.51.100.7/32'], v6: [] });
    expect(said).toMatchObject([{ event: 'bans', Banned: 1, BansLeftOut: 0, changed: [true, false] }]);
    expect(asked).toHaveLength(2);
    expect(asked[0]).toMatchObject({ logGroupName: 'group', filterPattern: 'pattern' });
  });

  it('never bans what the environment calls its own', async () => {
    const own = ban({ pages: [recent(20)], allowed: '203.0.113.0/24,198.51.100.0/24,2001:db8::/48' });
    await own.module.handler();
    expect(own.lists).toEqual({ v4: [], v6: [] });
    const other = ban({ pages: [recent(20)], allowed: '203.0.113.0/24' });
    await other.module.handler();
    expect(other.lists['v4']).toEqual(['198.51.100.7/32']);
  });

  it('is told that list by the configuration', () => {
    const told = (['dev', 'prod'] as const).map((name) =>
      resources(name, 'observe', 'AWS::Lambda::Function')
        .map(({ properties }) => at(properties, 'Environment', 'Variables', 'ALLOWED'))
        .filter((value) => value !== undefined),
    );
    expect(told).toEqual([[''], ['203.0.113.0/24']]);
  });

  it('takes an address off whose time is over, or that somebody put there by hand', async () => {
    const { module, lists } = ban({ lists: { v4: ['192.0.2.1/32'], v6: ['2001:db8::/64'] } });
    await module.handler();
    expect(lists).toEqual({ v4: [], v6: [] });
  });

  it('changes nothing when the lists are right: the same log twice is the same', async () => {
    const { module, said } = ban({ pages: [recent(20)], lists: { v4: ['198.51.100.7/32'], v6: [] } });
    await module.handler();
    await module.handler();
    expect(said.map(({ changed }) => changed)).toEqual([
      [false, false],
      [false, false],
    ]);
  });

  it('reads again when somebody was faster, and gives up in the open when that goes on', async () => {
    const few = ban({ pages: [recent(20)], races: 3 });
    await few.module.handler();
    expect(few.lists['v4']).toEqual(['198.51.100.7/32']);
    const many = ban({ pages: [recent(20)], races: 100 });
    await expect(many.module.handler()).rejects.toMatchObject({ name: 'WAFOptimisticLockException' });
    expect(many.lost()).toBe(rule.rounds);
  });

  it('does not try again what is no race', async () => {
    const { module, said } = ban({ pages: [recent(20)], failure: 'AccessDeniedException' });
    await expect(module.handler()).rejects.toMatchObject({ name: 'AccessDeniedException' });
    expect(said).toEqual([]);
  });

  it('stops reading a log without end', async () => {
    const { module, asked } = ban({ pages: Array.from({ length: rule.pages + 10 }, () => []) });
    await module.handler();
    expect(asked).toHaveLength(rule.pages);
  });

  it('names no address in its own log', async () => {
    const { module, said } = ban({ pages: [recent(20)] });
    await module.handler();
    expect(JSON.stringify(said)).not.toContain('198.51');
  });
});

describe('the check from outside', () => {
  const run = async (answers: (path: string) => Response | Error) => {
    const said: Readonly<Record<string, unknown>>[] = [];
    const module = {} as { handler(): Promise<void> };
    const fetch = vi.fn(async (url: string, init: RequestInit) => {
      // Nobody: no cookie, no credentials.
      expect(Object.keys(init.headers ?? {})).toEqual(init.method === 'POST' ? ['content-type'] : []);
      const answer = answers(new URL(url).pathname);
      if (answer instanceof Error) throw answer;
      return answer;
    });
    const console = { log: (line: string) => said.push(JSON.parse(line)) };
    new Function('exports', 'fetch', 'process', 'console', source('visitor'))(
      module,
      fetch,
      { env: { ORIGIN: 'https://cool.example' } },
      console,
    );
    await module.handler();
    return said[0];
  };
  const headers = { 'content-security-policy': 'x', 'strict-transport-security': 'x' };
  const well = (path: string) => {
    if (path === '/') return new Response('<!doctype html><html>', { headers });
    if (path === '/api/session') return new Response('{"code":"not-signed-in"}', { status: 401, headers });
    return new Response('{"code":"not-found"}', { status: 404, headers });
  };

  it('is content with a door that is well', async () => {
    expect(await run(well)).toMatchObject({ OutsideCheckOk: 1, event: 'outside-check' });
  });

  it.each<readonly [string, (path: string) => Response | Error]>([
    ['nobody answers', () => new TypeError('fetch failed')],
    [
      'the database is away',
      (path) => (path.startsWith('/t/') ? new Response('', { status: 503, headers }) : well(path)),
    ],
    ['somebody else answers', (path) => (path === '/' ? new Response('parked', { headers }) : well(path))],
    ['the security headers are gone', (path) => (path === '/' ? new Response('<html>') : well(path))],
    [
      'the API lets strangers in',
      (path) => (path === '/api/session' ? new Response('{}', { headers }) : well(path)),
    ],
  ])('speaks when %s', async (_name, answers) => {
    expect(await run(answers)).toMatchObject({ OutsideCheckOk: 0 });
  });
});
