// What a journey needs: one database engine, API processes started by their real command, clients that sign in as a
// person would. Everything listens on loopback, lives in a folder of its own and is stopped by its own pid.
//
// API_PROCESSES says how many processes stand behind a journey, two where it says nothing: `npm run soak -- four`.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { viewerAddressHeader } from '@cool/contract/edge';
import type { Role } from '@cool/contract/identity';
import type { Order, PlacedOrder, PlaceOrder } from '@cool/contract/orders';
import { urls } from '@cool/contract/urls';
import { type Db, MongoClient } from 'mongodb';
import { Secret, TOTP } from 'otpauth';
import { type KeyFile, makeKeys, seedUser } from '../src/local-door.ts';
import { undocumentedCommands } from './database-commands.ts';
import { unnamedInLog } from './log-lines.ts';

const packageDir = fileURLToPath(new URL('..', import.meta.url));
const engineCommand = fileURLToPath(new URL('../../local/bin/engine.mjs', import.meta.url));

export const password = 'correct horse battery staple';

/** One process, or several that take turns: each client that asks for the base gets the next one's. */
export interface Process {
  readonly base: string;
  /** Everything the process wrote so far, stdout and stderr. */
  output(): string;
  kill(signal: NodeJS.Signals): Promise<number | null>;
}

export interface Platform {
  readonly db: Db;
  readonly uri: string;
  readonly keys: KeyFile;
  readonly mailDir: string;
  readonly evidenceDir: string;
  /** As many as were asked for; no process stands in two of them, so one is always "another process". */
  readonly apis: readonly Process[];
  /** The traces of all processes so far. */
  traces(): string;
  killEngine(): Promise<unknown>;
  /** Under the same address, on the same data. */
  restartEngine(): Promise<void>;
  startApi(env?: Readonly<Record<string, string>>): Promise<Process>;
  stop(): Promise<void>;
}

const processCount = Number(process.env['API_PROCESSES'] ?? 2);

export async function startPlatform(apiCount: number): Promise<Platform> {
  const folder = mkdtempSync(join(tmpdir(), 'cool-api-'));
  const startEngine = () =>
    startProcess([engineCommand, '--data', join(folder, 'data'), '--socket-dir', join(folder, 's')], {});
  let engine = await startEngine();
  const uri = String(engine.said['uri']);
  const keys = makeKeys();
  writeFileSync(join(folder, 'keys.json'), JSON.stringify(keys), { mode: 0o600 });
  const mailDir = join(folder, 'mail');
  const evidenceDir = join(folder, 'evidence');
  const client = await MongoClient.connect(uri);
  const db = client.db('cool');
  const started: Process[] = [];

  const commandsFile = join(folder, 'commands');
  const tracesFile = join(folder, 'traces');
  const startApi = async (env: Readonly<Record<string, string>> = {}) => {
    const one = await startProcess(
      ['--import', 'tsx', '--import', './test/record-commands.mjs', 'src/main.ts'],
      {
        COMMANDS_FILE: commandsFile,
        TRACE_FILE: tracesFile,
        MONGODB_URI: uri,
        DATABASE: 'cool',
        HOST: '127.0.0.1',
        PORT: '0',
        KEYS_FILE: join(folder, 'keys.json'),
        MAIL_DIR: mailDir,
        EVIDENCE_DIR: evidenceDir,
        PUBLIC_ORIGIN: 'http://localhost:8080',
        MFA_REQUIRED: 'staff',
        ...env,
      },
    );
    const api = { ...one, base: `http://127.0.0.1:${String(one.said['port'])}` };
    started.push(api);
    return api;
  };
  const standing = await Promise.all(
    Array.from({ length: apiCount === 0 ? 0 : Math.max(apiCount, processCount) }, () => startApi()),
  );
  const apis = Array.from({ length: apiCount }, (_, place) =>
    takingTurns(standing.filter((_process, at) => at % apiCount === place)),
  );

  return {
    db,
    uri,
    keys,
    mailDir,
    evidenceDir,
    traces: () => readFileSync(tracesFile, 'utf8'),
    apis,
    startApi,
    killEngine: () => engine.kill('SIGKILL'),
    async restartEngine() {
      engine = await startEngine();
    },
    async stop() {
      const codes = await Promise.all(started.map((api) => api.kill('SIGTERM')));
      await client.close();
      await engine.kill('SIGTERM');
      const undocumented =
        started.length === 0 ? [] : undocumentedCommands(readFileSync(commandsFile, 'utf8'));
      rmSync(folder, { recursive: true, force: true });
      // Said last: a process that stopped badly must not leave an engine behind.
      if (codes.some((code) => code === 1)) throw new Error('An API process did not stop cleanly.');
      const unnamed = started.flatMap((api) => unnamedInLog(api.output()));
      if (unnamed.length > 0) throw new Error(`The log says more than it may: ${unnamed.join('; ')}`);
      if (undocumented.length > 0)
        throw new Error(`DocumentDB is not known to take it: ${undocumented.join('; ')}`);
    },
  };
}

function takingTurns(processes: readonly Process[]): Process {
  let turn = -1;
  return {
    get base() {
      turn = (turn + 1) % processes.length;
      return processes[turn]?.base ?? '';
    },
    output: () => processes.map((each) => each.output()).join(''),
    async kill(signal) {
      const [code = null] = await Promise.all(processes.map((each) => each.kill(signal)));
      return code;
    },
  };
}

async function startProcess(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Process & { readonly said: Readonly<Record<string, unknown>> }> {
  const child = spawn(process.execPath, [...args], {
    cwd: packageDir,
    env: { PATH: process.env['PATH'] ?? '', TMPDIR: tmpdir(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stderr.on('data', (chunk: Buffer) => {
    output += chunk.toString('utf8');
  });
  const said = new Promise<Readonly<Record<string, unknown>>>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      output += `${line}\n`;
      if (line.includes('"event":"listening"')) resolve(JSON.parse(line) as Record<string, unknown>);
    });
    child.once('exit', (code) =>
      reject(new Error(`The process ended with ${code} before it listened: ${output}`)),
    );
  });
  return {
    base: '',
    output: () => output,
    said: await said,
    async kill(signal) {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
      return child.exitCode;
    },
  };
}

export interface Answer<Body = unknown> {
  readonly status: number;
  readonly body: Body;
  readonly headers: Headers;
}

/** A client with an address and a cookie jar of its own. */
export class Client {
  readonly base: string;
  readonly address: string;
  cookie: string;

  constructor(base: string, cookie = '', address = randomAddress()) {
    this.base = base;
    this.cookie = cookie;
    this.address = address;
  }

  /** The same person, at another process. */
  at(api: Process): Client {
    return new Client(api.base, this.cookie, this.address);
  }

  async call<Body = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer<Body>> {
    const response = await this.raw(
      method,
      path,
      body === undefined ? undefined : JSON.stringify(body),
      headers,
    );
    const text = await response.text();
    const isJson = text !== '' && /[/+]json/.test(response.headers.get('content-type') ?? ''); // not JSON lines
    return {
      status: response.status,
      body: (isJson ? JSON.parse(text) : text) as Body,
      headers: response.headers,
    };
  }

  async raw(
    method: string,
    path: string,
    body?: string | Uint8Array<ArrayBuffer>,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Response> {
    const response = await fetch(this.base + path, {
      method,
      headers: {
        [viewerAddressHeader]: `${this.address}:4711`,
        ...(this.cookie === '' ? {} : { cookie: this.cookie }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
    });
    const set = response.headers.get('set-cookie');
    if (set !== null) this.cookie = set.split(';')[0] ?? '';
    return response;
  }

  async command(
    order: Pick<Order, 'id' | 'version'>,
    name: string,
    more: object = {},
  ): Promise<Answer<Order>> {
    return await this.call(
      'POST',
      `/api/orders/${order.id}/${name}`,
      { eventId: eventId(), ...more },
      ifMatch(order),
    );
  }

  async place(more: Partial<PlaceOrder> = {}): Promise<PlacedOrder> {
    const { status, body } = await this.call<PlacedOrder>('POST', urls.orders(), { ...aDelivery(), ...more });
    if (status !== 201) throw new Error(`Placing answered ${status}: ${JSON.stringify(body)}`);
    return body;
  }
}

export interface Person {
  readonly id: string;
  readonly email: string;
  readonly secret: string;
  readonly client: Client;
}

let people = 0;

/** Creates a user with a second factor; not signed in. */
export async function newPerson(platform: Platform, role: Role, base: string): Promise<Person> {
  people += 1;
  const email = `${role}-${people}-${process.pid}@example.ie`;
  const secret = new Secret({ size: 20 }).base32;
  const id = await seedUser(platform.db, platform.keys, {
    email,
    name: `${role} ${people}`,
    role,
    password,
    totpSecret: secret,
  });
  return { id, email, secret, client: new Client(base) };
}

export async function signedIn(platform: Platform, role: Role, api: Process): Promise<Person> {
  const person = await newPerson(platform, role, api.base);
  await signInHalf(person);
  const { status } = await person.client.call('POST', urls.verifyTotp(), { code: codeOf(person.secret) });
  if (status !== 200) throw new Error(`Verifying answered ${status}.`);
  return person;
}

/** The password only: what is left is a pending session. */
export async function signInHalf(person: Person): Promise<void> {
  const { status } = await person.client.call('POST', urls.signIn(), { email: person.email, password });
  if (status !== 200) throw new Error(`Signing in answered ${status}.`);
}

export function codeOf(secret: string, at = Date.now()): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at });
}

export function ifMatch(order: Pick<Order, 'version'>): Record<string, string> {
  return { 'if-match': `"${order.version}"` };
}

export function eventId(): string {
  return `evt_${crypto.randomUUID()}`;
}

export function aDelivery(): PlaceOrder {
  return {
    eventId: eventId(),
    pickup: { name: 'General Post Office', address: "O'Connell Street Lower", routingKey: 'D01' },
    dropOff: { name: 'Trinity College', address: 'College Green', routingKey: 'D02' },
    recipient: { name: 'Aoife Byrne', email: 'aoife@example.ie' },
    parcel: { description: 'A book', weightGrams: 500 },
  };
}

/** The PIN as the recipient learns it: from the mail. */
export async function pinFromMail(platform: Platform, orderId: string): Promise<string> {
  return await inMail(platform, orderId, /PIN: ([0-9]{4})/);
}

/** The token of the manage link in the mail of a kind. */
export async function manageTokenFromMail(
  platform: Platform,
  orderId: string,
  kind = 'delivery-announced',
): Promise<string> {
  return await inMail(platform, orderId, /\/manage#(\S+)/, kind);
}

async function inMail(platform: Platform, orderId: string, what: RegExp, kind?: string): Promise<string> {
  return await eventually('the mail', () => {
    const names = existsSync(platform.mailDir) ? readdirSync(platform.mailDir) : [];
    for (const name of names.filter((each) => each.endsWith('.json'))) {
      const mail = JSON.parse(readFileSync(join(platform.mailDir, name), 'utf8')) as {
        orderId: string;
        kind: string;
        text: string;
      };
      const found = what.exec(mail.text)?.[1];
      if (mail.orderId === orderId && (kind === undefined || mail.kind === kind) && found !== undefined)
        return found;
    }
    return undefined;
  });
}

/** The first answer that is not undefined; fails after 10 s, naming what was waited for. */
export async function eventually<Value>(
  what: string,
  look: () => Value | undefined | Promise<Value | undefined>,
  withinMs = 10_000,
): Promise<Value> {
  const until = Date.now() + withinMs;
  while (Date.now() < until) {
    const value = await look();
    if (value !== undefined) return value;
    await delay(25);
  }
  throw new Error(`Waited ${withinMs} ms in vain for ${what}.`);
}

export interface SeenEvent {
  readonly id: string;
  readonly event: string;
  readonly data: string;
}

/** Reads a stream of server-sent events until it is closed or told to stop. */
export function listen(client: Client, path: string, lastEventId?: string) {
  const events: SeenEvent[] = [];
  const abort = new AbortController();
  let lastId = lastEventId ?? '';
  let status: number | undefined;
  let comments = 0;
  let closed = false;
  let cut = false;
  const ended = (async () => {
    const response = await fetch(client.base + path, {
      signal: abort.signal,
      headers: {
        [viewerAddressHeader]: `${client.address}:4711`,
        ...(client.cookie === '' ? {} : { cookie: client.cookie }),
        ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
      },
    });
    status = response.status;
    if (response.body === null || status !== 200) return;
    let rest = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body) {
      rest += decoder.decode(chunk, { stream: true });
      const blocks = rest.split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
        if (block.startsWith(':')) comments += 1;
        lastId = field('id') ?? lastId;
        const data = field('data');
        if (data !== undefined) events.push({ id: lastId, event: field('event') ?? 'message', data });
      }
    }
  })()
    .catch((error: unknown) => {
      if (!abort.signal.aborted && !isHangUp(error)) throw error;
      cut = true;
    })
    .finally(() => {
      closed = true;
    });
  return {
    events,
    ended,
    get status() {
      return status;
    },
    get comments() {
      return comments;
    },
    get lastId() {
      return lastId;
    },
    /** Nothing more will come. */
    get closed() {
      return closed;
    },
    /** It did not end: the connection broke. */
    get cut() {
      return cut;
    },
    async stop() {
      abort.abort();
      await ended;
    },
  };
}

/** The other side went away: what a killed process looks like from here. */
function isHangUp(error: unknown): boolean {
  return error instanceof TypeError;
}

function randomAddress(): string {
  const part = () => Math.floor(Math.random() * 254) + 1;
  return `10.${part()}.${part()}.${part()}`;
}
