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

test.each([
  [{ MONGODB_URI: undefined }, 'MONGODB_URI is nothing'],
  [{ MONGODB_URI: 'postgres://user:hunter2@db' }, 'MONGODB_URI is hidden'],
  [{ PORT: 'eighty' }, 'PORT is "eighty"'],
  [{ PORT: '70000' }, 'PORT is 70000'],
  [{ MFA_REQUIRED: 'nobody' }, 'MFA_REQUIRED is "nobody", allowed is one of staff, all'],
  [{ PUBLIC_ORIGIN: 'https://cool.example/path' }, 'PUBLIC_ORIGIN is'],
  [{ PUBLIC_ORIGIN: 'javascript:alert(1)' }, 'PUBLIC_ORIGIN is'],
])('a wrong variable is one sentence that names it: %j', (wrong, sentence) => {
  const outcome = readConfig({ ...right, ...wrong });
  if (outcome.ok) throw new Error('This environment should have been refused.');
  expect(outcome.sentence).toContain(sentence);
  expect(outcome.sentence).not.toContain('hunter2');
});
