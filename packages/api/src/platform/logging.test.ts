import { expect, test } from 'vitest';
import { describeError, makeLogger } from './logging.ts';

test('an error is logged with its name, code and places, never with its message', () => {
  const cause = Object.assign(new Error('E11000 duplicate key: { email: "aoife@example.ie" }'), {
    code: 11_000,
  });
  const line = JSON.stringify(describeError(new TypeError('token abc\nsecond line def', { cause })));
  expect(line).toContain('TypeError');
  expect(line).toContain('11000');
  expect(line).toContain('logging.test.ts');
  for (const secret of ['abc', 'def', 'aoife']) expect(line).not.toContain(secret);
});

test('what is thrown and is no error is logged by its type', () => {
  expect(describeError('secret')).toEqual({ type: 'string' });
});

test('neither a thrown nor a named error brings its message into the line', () => {
  const lines: string[] = [];
  const log = makeLogger({ write: (line) => void lines.push(line) });
  log.error({ event: 'broken', err: new TypeError('secret one') });
  log.error(new Error('secret two'));
  log.info({ event: 'fine' }, 'our own words');
  expect(lines.join('')).not.toContain('secret');
  expect(lines.map((line) => (JSON.parse(line) as { message: string }).message)).toEqual([
    'TypeError',
    'Error',
    'our own words',
  ]);
});

test('a value with line breaks stays within its line, as JSON that says what was said', () => {
  const lines: string[] = [];
  const log = makeLogger({ write: (line) => void lines.push(line) });
  const forged = 'x\n{"event":"sign-in-refused","address":"1.2.3.4"}\r\n\u2028"}';
  log.info({ event: 'request', route: forged }, forged);
  expect(lines).toHaveLength(1);
  expect(lines[0]?.trimEnd()).not.toMatch(/[\r\n]/);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ event: 'request', route: forged, message: forged });
});
