import { expect, test } from 'vitest';
import { makeKeys, parseKeys } from './keys.ts';
import { open, seal } from './secret-box.ts';

test('made keys are read back, each of 256 bits, no two alike', () => {
  const outcome = parseKeys(JSON.stringify(makeKeys()));
  if (!outcome.ok) throw new Error(outcome.sentence);
  const lengths = Object.values(outcome.keys).map((key) => key.length);
  expect(lengths).toEqual([32, 32, 32, 32]);
});

test.each([
  ['', 'must be a JSON object'],
  ['{}', 'must be a JSON object'],
  [JSON.stringify({ ...makeKeys(), extra: 'x' }), 'must be a JSON object'],
  [JSON.stringify({ ...makeKeys(), pinKey: 'c2hvcnQ=' }), 'must be a JSON object'],
  [
    JSON.stringify({
      ...makeKeys(),
      pinKey: 'A'.repeat(43).concat('='),
      viewLinkKey: 'A'.repeat(43).concat('='),
    }),
    'one key twice',
  ],
])('a wrong key file is refused in one sentence that shows none of it', (text, sentence) => {
  const outcome = parseKeys(text);
  if (outcome.ok) throw new Error('This key file should have been refused.');
  expect(outcome.sentence).toContain(sentence);
  expect(outcome.sentence).not.toContain('AAAA');
});

test('a sealed secret opens with its key for its owner, and otherwise not at all', () => {
  const key = Buffer.alloc(32, 1);
  const box = seal(key, 'usr_a', 'JBSWY3DPEHPK3PXP');
  expect(open(key, 'usr_a', box)).toBe('JBSWY3DPEHPK3PXP');
  expect(JSON.stringify(box)).not.toContain('JBSWY3DPEHPK3PXP');
  expect(seal(key, 'usr_a', 'JBSWY3DPEHPK3PXP').data).not.toBe(box.data);
  expect(() => open(key, 'usr_b', box)).toThrow();
  expect(() => open(Buffer.alloc(32, 2), 'usr_a', box)).toThrow();
  const flipped = Buffer.from(box.data, 'base64');
  flipped[0] = (flipped[0] ?? 0) ^ 1;
  expect(() => open(key, 'usr_a', { ...box, data: flipped.toString('base64') })).toThrow();
});
