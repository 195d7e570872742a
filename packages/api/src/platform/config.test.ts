import { type EnvironmentVariable, environmentVariables } from '@cool/contract/runtime';
import { expect, test } from 'vitest';
import { readConfig } from './config.ts';

const right = {
  MONGODB_URI: 'mongodb://user:hunter2@db/',
  KEYS_FILE: 'keys.json',
  MAIL_DIR: 'mail',
  EVIDENCE_DIR: 'evidence',
  PUBLIC_ORIGIN: 'https://cool.example',
};

test('what is left out takes the careful choice: loopback, a second factor for all', () => {
  expect(readConfig(right)).toEqual({
    ok: true,
    config: {
      mongodbUri: right.MONGODB_URI,
      database: 'cool-delivery',
      databaseUserFile: undefined,
      host: '127.0.0.1',
      port: 8443,
      keysFile: 'keys.json',
      mailDir: 'mail',
      evidenceDir: 'evidence',
      publicOrigin: 'https://cool.example',
      mfaRequired: 'all',
      drainMs: 250,
    },
  });
});

test('the user of the database comes from a file, by its own variable', () => {
  const outcome = readConfig({ ...right, DATABASE_USER_FILE: '/run/user.json' });
  expect(outcome).toMatchObject({ ok: true, config: { databaseUserFile: '/run/user.json' } });
  expect(readConfig({ ...right, DATABASE_USER_FILE: '' })).toMatchObject({ ok: false });
});

const wrongs: readonly [Readonly<Partial<Record<EnvironmentVariable, string | undefined>>>, string][] = [
  [{ MONGODB_URI: undefined }, 'MONGODB_URI is nothing'],
  [{ MONGODB_URI: 'postgres://user:hunter2@db' }, 'MONGODB_URI is hidden'],
  [{ DATABASE: 'a b' }, 'DATABASE is "a b", allowed is up to 38 letters, digits, - and _'],
  [{ DATABASE_USER_FILE: '' }, 'DATABASE_USER_FILE is "", allowed is the path of a file'],
  [{ HOST: '' }, 'HOST is "", allowed is an IP address'],
  [{ KEYS_FILE: undefined }, 'KEYS_FILE is nothing'],
  [{ MAIL_DIR: '' }, 'MAIL_DIR is "", allowed is the path of a folder'],
  [{ EVIDENCE_DIR: undefined }, 'EVIDENCE_DIR is nothing'],
  [{ TRACE_FILE: '' }, 'TRACE_FILE is "", allowed is the path of a file'],
  [{ DRAIN_MS: '-1' }, 'DRAIN_MS is "-1", allowed is 0 to 99999'],
  [{ PORT: 'eighty' }, 'PORT is "eighty", allowed is 0 to 65535'],
  [{ PORT: '70000' }, 'PORT is 70000'],
  [{ MFA_REQUIRED: 'nobody' }, 'MFA_REQUIRED is "nobody", allowed is one of staff, all'],
  [{ PUBLIC_ORIGIN: 'https://cool.example/path' }, 'PUBLIC_ORIGIN is'],
  [{ PUBLIC_ORIGIN: 'javascript:alert(1)' }, 'PUBLIC_ORIGIN is'],
];

test('every variable is tried below', () => {
  const tried = new Set(wrongs.flatMap(([wrong]) => Object.keys(wrong)));
  expect([...tried].sort()).toEqual(Object.keys(environmentVariables).sort());
});

test.each(wrongs)('a wrong variable is one sentence that names it: %j', (wrong, sentence) => {
  const outcome = readConfig({ ...right, ...wrong });
  if (outcome.ok) throw new Error('This environment should have been refused.');
  expect(outcome.sentence).toContain(sentence);
  expect(outcome.sentence).not.toContain('hunter2');
});
