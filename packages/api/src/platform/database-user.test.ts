import { expect, test } from 'vitest';
import { parseDatabaseUser } from './database-user.ts';

test('the file of the database user holds a name and a password; what else the secret store keeps there is left', () => {
  const text = JSON.stringify({ username: 'api_a', password: 'hunter2hunter2', host: 'elsewhere' });
  expect(parseDatabaseUser(text)).toEqual({
    ok: true,
    user: { username: 'api_a', password: 'hunter2hunter2' },
  });
});

test.each([
  '',
  'hunter2hunter2',
  '{}',
  '{"username":"api_a"}',
  '{"username":"","password":"hunter2hunter2"}',
  '{"username":"api_a","password":"short"}',
  '["api_a","hunter2hunter2"]',
  'null',
])('a file that holds %j is refused with a sentence that repeats none of it', (text) => {
  const outcome = parseDatabaseUser(text);
  if (outcome.ok) throw new Error('This file should have been refused.');
  expect(outcome.sentence).toContain('DATABASE_USER_FILE');
  expect(outcome.sentence).not.toContain('hunter2');
});
