// One process of the API: configuration, keys, database, listen; on SIGTERM drain and leave with 0. It prints
// {"event":"listening","port":N} once it answers. Whatever is wrong at boot is one sentence and exit 1.

import { readFileSync, statSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { EnvironmentVariable } from '@cool/contract/runtime';
import { MongoServerError } from 'mongodb';
import { systemClock } from '#platform/clock.ts';
import { type Config, readConfig } from '#platform/config.ts';
import { type DatabaseUser, parseDatabaseUser } from '#platform/database-user.ts';
import { makeDrain, watchInFlight } from '#platform/drain.ts';
import { type Keys, parseKeys } from '#platform/keys.ts';
import { makeLogger } from '#platform/logging.ts';
import { connect } from '#platform/mongo.ts';
import { placesFault } from '#platform/places.ts';
import { fileSink } from '#platform/tracing.ts';
import { buildApp } from './app.ts';
import { makeIndexes } from './indexes.ts';

const longestStopMs = 10_000; // from when others have noticed

const log = makeLogger();
const config = configOrStop();
const keys = keysOrStop(config);
placesOrStop(config);
const { client, db } = await connectOrStop(config);
await makeIndexes(db);

const drain = makeDrain();
const app = await buildApp({
  ...config,
  db,
  keys,
  clock: systemClock,
  drain,
  log,
  ...(config.traceFile === undefined ? {} : { spans: fileSink(config.traceFile, log) }),
});
const inFlight = watchInFlight(app.server);
await listenOrStop(config);

let stopping = false;
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    void stop(signal);
  });
}

async function stop(signal: string): Promise<void> {
  log.info({ event: 'draining', signal });
  drain.begin();
  await delay(config.drainMs); // time for the load balancer to see /readyz
  setTimeout(() => {
    log.error({ event: 'stopped-hard', afterMs: longestStopMs });
    process.exit(1);
  }, longestStopMs).unref();
  drain.noticed();
  const closed = app.close();
  await inFlight.allAnswered();
  app.server.closeAllConnections(); // a client that keeps a silent connection must not hold us
  await closed;
  await client.close();
  log.info({ event: 'stopped' });
  process.exit(0);
}

function configOrStop(): Config {
  const outcome = readConfig(process.env);
  return outcome.ok ? outcome.config : refuse(outcome.sentence);
}

function keysOrStop({ keysFile }: Config): Keys {
  const outcome = parseKeys(secretOrStop('KEYS_FILE', keysFile));
  return outcome.ok ? outcome.keys : refuse(outcome.sentence);
}

function placesOrStop(given: Config): void {
  const fault = placesFault(given);
  if (fault !== null) refuse(fault);
}

function databaseUserOrStop({ databaseUserFile }: Config): DatabaseUser | undefined {
  if (databaseUserFile === undefined) return undefined;
  const outcome = parseDatabaseUser(secretOrStop('DATABASE_USER_FILE', databaseUserFile));
  return outcome.ok ? outcome.user : refuse(outcome.sentence);
}

function secretOrStop(variable: EnvironmentVariable, path: string): string {
  try {
    if ((statSync(path).mode & 0o007) !== 0) {
      return refuse(
        `The file of ${variable} is open to every user: let only its owner (or group) read it, chmod 600.`,
      );
    }
    return readFileSync(path, 'utf8');
  } catch (error) {
    return refuse(
      `The file of ${variable} cannot be read (${codeOf(error)}): make it, or let this user read it.`,
    );
  }
}

async function connectOrStop(given: Config): ReturnType<typeof connect> {
  const user = databaseUserOrStop(given);
  try {
    return await connect(given.mongodbUri, given.database, user);
  } catch (error) {
    const refused = error instanceof MongoServerError && error.code === 18;
    return refuse(
      refused
        ? 'The database of MONGODB_URI does not know this user or password: take both from the secret store anew.'
        : `The database of MONGODB_URI does not answer (${codeOf(error)}): start it, or correct the address.`,
    );
  }
}

async function listenOrStop({ host, port }: Config): Promise<void> {
  try {
    await app.listen({ host, port, listenTextResolver: () => 'accepting connections' });
  } catch (error) {
    refuse(`Nothing can listen on ${host} port ${port} (${codeOf(error)}): free it, or set PORT or HOST.`);
  }
  const address = app.server.address();
  log.info({
    event: 'listening',
    port: typeof address === 'object' && address !== null ? address.port : port,
  });
}

function codeOf(error: unknown): string {
  const code: unknown = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return typeof code === 'string' ? code : error instanceof Error ? error.name : 'unknown';
}

function refuse(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
