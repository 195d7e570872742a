// One database engine and API processes on it, all on loopback and in a folder of their own.
//
// API_PROCESSES says how many processes stand behind a journey, two where it says nothing: `npm run soak -- four`.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Db, MongoClient } from 'mongodb';
import { type KeyFile, makeKeys } from '../../src/local-door.ts';
import { undocumentedCommands } from '../database-commands.ts';
import { unnamedInLog } from '../log-lines.ts';
import { type Process, startProcess, takingTurns } from './process.ts';

/** Made before the first journey, see tools/journey-programs.mjs. */
const apiProgram = process.env['API_PROGRAM'] ?? '';
const engineProgram = join(process.env['PLATFORM_PROGRAMS'] ?? '', 'engine.mjs');

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
    startProcess([engineProgram, '--data', join(folder, 'data'), '--socket-dir', join(folder, 's')], {});
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
    const one = await startProcess(['--import', './test/record-commands.mjs', apiProgram], {
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
    });
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
