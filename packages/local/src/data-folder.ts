// What lies where in the data folder. Everything in it is ours, private to this user, and named here.

import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

export type DataFolder = {
  readonly root: string;
  readonly lock: string;
  readonly runtime: string;
  readonly keys: string;
  readonly mail: string;
  readonly evidence: string;
  readonly logs: string;
  readonly personas: string;
  readonly demoOrders: string;
  /** What the signer said of the audit chain, outside the database. */
  readonly anchors: string;
};

const names = {
  lock: 'lock',
  runtime: 'runtime.json',
  keys: 'keys.json',
  mail: 'mail',
  evidence: 'evidence',
  logs: 'logs',
  personas: 'personas.json',
  demoOrders: 'demo-orders.json',
  anchors: 'anchors.jsonl',
} as const;

/** Made by the engine process; kept by --fresh, since it holds no data but a copy of the engine's program. */
const engineCache = 'engine';
const database = 'mongodb';

export function dataFolder(root: string): DataFolder {
  const at = (name: keyof typeof names) => join(root, names[name]);
  return {
    root,
    lock: at('lock'),
    runtime: at('runtime'),
    keys: at('keys'),
    mail: at('mail'),
    evidence: at('evidence'),
    logs: at('logs'),
    personas: at('personas'),
    demoOrders: at('demoOrders'),
    anchors: at('anchors'),
  };
}

/** Makes the folder, or throws one sentence: a folder that holds something else is not ours to fill. */
export function makeDataFolder(folder: DataFolder): void {
  const ours: readonly string[] = [...Object.values(names), engineCache, database];
  makePrivately(folder.root, folder);
  askWritable(folder);
  const strange = readdirSync(folder.root).find(
    (name) => !ours.includes(name) && !name.startsWith('.') && !/^lock\.|\.new$/.test(name),
  );
  if (strange !== undefined) {
    throw new Error(
      `${folder.root} holds ${strange}, which is not of Cool Delivery. Give an empty folder, or a new one, with --data.`,
    );
  }
  for (const inner of [folder.mail, folder.evidence, folder.logs]) makePrivately(inner, folder);
}

/**
 * Makes a folder and what leads to it. Not by mkdir's own `recursive`: where a file
 * system answers "no such folder" to every attempt, as /proc does, Node tries for ever.
 */
function makePrivately(path: string, folder: DataFolder): void {
  if (existsSync(path)) {
    if (!isFolder(path)) throw unusable(folder, `${path} is a file`);
    return;
  }
  makePrivately(dirname(path), folder);
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if (isFolder(path)) return; // another start was faster
    throw unusable(folder, `${path} cannot be made (${codeOf(error)})`);
  }
}

const isFolder = (path: string) => existsSync(path) && statSync(path).isDirectory();

function askWritable(folder: DataFolder): void {
  try {
    accessSync(folder.root, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw unusable(folder, `this user may not write there (${codeOf(error)})`);
  }
}

function unusable({ root }: DataFolder, reason: string): Error {
  return new Error(
    `The data folder ${root} cannot be used: ${reason}. Give a folder that you can write to, or the path of a new one, with --data.`,
  );
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

/** Removes what we wrote and nothing else; the caller holds the lock. */
export function emptyDataFolder(folder: DataFolder): void {
  const { lock: _kept, ...emptied } = names;
  for (const name of [...Object.values(emptied), database]) {
    rmSync(join(folder.root, name), { recursive: true, force: true });
  }
}

/** Writes a file that only this user can read, whole or not at all. */
export function writePrivately(path: string, value: unknown): void {
  const unfinished = `${path}.new`;
  writeFileSync(unfinished, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(unfinished, path);
}
