// The processes of the platform and how each is started. Data only.

import { join } from 'node:path';
import type { DataFolder } from '../data-folder.ts';
import type { ChildSpec } from './child.ts';

export const databaseName = 'cool_delivery';

/** What every spec is made from; the addresses are known once the engine and the edge are up. */
export type Setting = {
  readonly root: string;
  readonly folder: DataFolder;
  readonly runDir: string;
  readonly mongodbUri: string;
  readonly origin: string;
  readonly port: number;
  readonly demoKey: string | null;
};

const plain = { args: [], env: {}, messages: false, niceness: 0 } as const;

export function engineSpec({ folder, runDir }: Pick<Setting, 'folder' | 'runDir'>): ChildSpec {
  const args = ['--data', folder.root, '--socket-dir', runDir]; // the same socket after a restart: clients just reconnect
  return { ...plain, name: 'engine', script: 'engine.mjs', args };
}

export function edgeSpec(setting: Pick<Setting, 'root' | 'folder' | 'port' | 'demoKey'>): ChildSpec {
  const env: Record<string, string> = {
    PORT: String(setting.port),
    WEB_DIR: join(setting.root, 'packages/web/dist'),
  };
  if (setting.demoKey !== null) {
    env['DEMO_KEY'] = setting.demoKey; // not an argument: any user can list the arguments of a process
    env['DEMO_DATA'] = setting.folder.root;
    env['DEMO_SITE'] = join(setting.root, 'packages/local/src/demo/site');
  }
  return { ...plain, name: 'edge', script: 'edge.mjs', env, messages: true };
}

export function apiSpec(number: number, setting: Setting): ChildSpec {
  const env = {
    MONGODB_URI: setting.mongodbUri,
    DATABASE: databaseName,
    HOST: '127.0.0.1',
    PORT: '0',
    KEYS_FILE: setting.folder.keys,
    MAIL_DIR: setting.folder.mail,
    EVIDENCE_DIR: setting.folder.evidence,
    PUBLIC_ORIGIN: setting.origin,
    MFA_REQUIRED: 'staff',
  };
  return { ...plain, name: `api-${number}`, script: 'api.mjs', env };
}

/** Runs once before the API: keys, and the personas or the first admin's invitation. */
export function prepareSpec(setting: Setting, demo: boolean, embedded: boolean): ChildSpec {
  const args = ['--data', setting.folder.root, '--origin', setting.origin];
  if (demo) args.push('--demo');
  if (embedded) args.push('--embedded');
  return { ...plain, name: 'prepare', script: 'prepare.mjs', args, env: databaseEnv(setting) };
}

/** Behind everything a person waits for. */
const background = 10;

export function demoSpec(setting: Setting): ChildSpec {
  const args = ['--data', setting.folder.root, '--port', String(setting.port), '--root', setting.root];
  return { ...plain, name: 'demo', script: 'demo.mjs', args, niceness: background };
}

/** Told the database and where to write, never the keys of the platform; its own key nobody is told. */
export function signerSpec(setting: Setting): ChildSpec {
  const args = ['--anchors', setting.folder.anchors];
  return { ...plain, name: 'signer', script: 'signer.mjs', args, env: databaseEnv(setting) };
}

export function reportSpec(setting: Setting): ChildSpec {
  return {
    ...plain,
    name: 'report',
    script: 'report.mjs',
    args: ['--root', setting.root],
    env: databaseEnv(setting),
    niceness: background,
  };
}

function databaseEnv(setting: Pick<Setting, 'mongodbUri'>): Record<string, string> {
  return { MONGODB_URI: setting.mongodbUri };
}
