// What this process is told by its environment. Judged once, at boot: a wrong value stops the process with one
// sentence that says which variable, what was given, what is allowed.

import { type EnvironmentVariable, environmentVariables, ports } from '@cool/contract/runtime';
import Type from 'typebox';
import { compileSchema, fieldErrors } from './validation.ts';

export interface Config {
  readonly mongodbUri: string;
  readonly database: string;
  /** Undefined: the address names the user, or the database wants none. */
  readonly databaseUserFile: string | undefined;
  readonly host: string;
  readonly port: number;
  readonly keysFile: string;
  readonly mailDir: string;
  readonly evidenceDir: string;
  readonly publicOrigin: string;
  readonly mfaRequired: 'staff' | 'all';
  /** Undefined: no traces are kept. */
  readonly traceFile: string | undefined;
  readonly drainMs: number;
}

export type ConfigOutcome =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly sentence: string };

/** A pattern is for machines; the refusal says the words. */
const text = (pattern: string, description: string) => Type.String({ pattern, description });
const folder = text('.', 'the path of a folder');
const file = text('.', 'the path of a file');

const environment = Type.Object({
  MONGODB_URI: text('^mongodb(\\+srv)?://', 'an address that begins with mongodb:// or mongodb+srv://'),
  DATABASE: text('^[A-Za-z0-9_-]{1,38}$', 'up to 38 letters, digits, - and _'),
  DATABASE_USER_FILE: Type.Optional(file),
  HOST: text('.', 'an IP address of this machine'),
  PORT: text('^[0-9]{1,5}$', '0 to 65535'),
  KEYS_FILE: file,
  MAIL_DIR: folder,
  EVIDENCE_DIR: folder,
  PUBLIC_ORIGIN: text('^https?://[^/]+$', 'http(s)://host[:port] with nothing behind it'),
  MFA_REQUIRED: Type.Enum(['staff', 'all']),
  TRACE_FILE: Type.Optional(file),
  DRAIN_MS: text('^[0-9]{1,5}$', '0 to 99999'),
});

// Production's choice wherever leaving a variable out could weaken something.
const defaults: Readonly<Partial<Record<EnvironmentVariable, string>>> = {
  DATABASE: 'cool-delivery',
  HOST: '127.0.0.1',
  PORT: String(ports.api),
  MFA_REQUIRED: 'all',
  DRAIN_MS: '250',
};

const fits = compileSchema<
  Record<EnvironmentVariable, string> & {
    DATABASE_USER_FILE: string | undefined;
    TRACE_FILE: string | undefined;
  }
>(environment);

export function readConfig(env: Readonly<Record<string, string | undefined>>): ConfigOutcome {
  const names = Object.keys(environmentVariables) as EnvironmentVariable[];
  const given = Object.fromEntries(
    names.map((name) => [name, env[name] ?? defaults[name]]).filter(([, value]) => value !== undefined),
  );
  if (!fits(given)) {
    const [first] = fieldErrors(fits.errors ?? []);
    const name = (first?.field ?? '/').slice(1) as EnvironmentVariable;
    // The address of a database carries its password: never repeated.
    const shown = name === 'MONGODB_URI' && first?.given !== 'nothing' ? 'hidden' : first?.given;
    return {
      ok: false,
      sentence: `The environment variable ${name} is ${shown}, allowed is ${first?.allowed}: set it (${environmentVariables[name]})`,
    };
  }
  if (Number(given.PORT) > 65_535) {
    return {
      ok: false,
      sentence: `The environment variable PORT is ${given.PORT}, allowed is 0 to 65535: set it.`,
    };
  }
  return {
    ok: true,
    config: {
      mongodbUri: given.MONGODB_URI,
      database: given.DATABASE,
      databaseUserFile: given.DATABASE_USER_FILE,
      host: given.HOST,
      port: Number(given.PORT),
      keysFile: given.KEYS_FILE,
      mailDir: given.MAIL_DIR,
      evidenceDir: given.EVIDENCE_DIR,
      publicOrigin: given.PUBLIC_ORIGIN,
      mfaRequired: given.MFA_REQUIRED === 'staff' ? 'staff' : 'all',
      traceFile: given.TRACE_FILE,
      drainMs: Number(given.DRAIN_MS),
    },
  };
}
