import { expect, test } from 'vitest';
import { decodeKeys, generationsOf, keyIdOf, makeKeys, parseKeys, retiredKeys, rotatedKeys } from './keys.ts';
import { open, seal } from './secret-box.ts';

test('made keys are read back, each of 256 bits, no two alike', () => {
  const outcome = parseKeys(JSON.stringify(makeKeys()));
  if (!outcome.ok) throw new Error(outcome.sentence);
  const { older, ...newest } = outcome.keys;
  expect(older).toEqual([]);
  expect(Object.values(newest).map((key) => key.length)).toEqual([32, 32, 32, 32]);
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
  expect(open([key], 'usr_a', box)).toBe('JBSWY3DPEHPK3PXP');
  expect(JSON.stringify(box)).not.toContain('JBSWY3DPEHPK3PXP');
  expect(seal(key, 'usr_a', 'JBSWY3DPEHPK3PXP').data).not.toBe(box.data);
  expect(() => open([key], 'usr_b', box)).toThrow();
  expect(() => open([Buffer.alloc(32, 2)], 'usr_a', box)).toThrow();
  const flipped = Buffer.from(box.data, 'base64');
  flipped[0] = (flipped[0] ?? 0) ^ 1;
  expect(() => open([key], 'usr_a', { ...box, data: flipped.toString('base64') })).toThrow();
});

test('a rotated key stands before the old one, of that purpose alone; retired, the old one is gone', () => {
  const before = makeKeys();
  const rotated = rotatedKeys(before, ['totpSeedKey']);
  expect(parseKeys(JSON.stringify(rotated)).ok).toBe(true);
  const [newest, oldest, ...more] = generationsOf(decodeKeys(rotated));
  expect(more).toEqual([]);
  expect(oldest).toEqual({ ...decodeKeys(before), older: undefined });
  expect(newest?.pinKey).toEqual(oldest?.pinKey);
  expect(newest?.totpSeedKey).not.toEqual(oldest?.totpSeedKey);
  const retired = decodeKeys(retiredKeys(rotated, ['totpSeedKey']));
  expect(retired.older).toEqual([]);
  expect(retired.totpSeedKey).toEqual(newest?.totpSeedKey);
});

test('a box names its key and algorithm: it opens with the older key, and without its key not at all', () => {
  const [newer, older] = [Buffer.alloc(32, 2), Buffer.alloc(32, 1)];
  const box = seal(older, 'usr_a', 'JBSWY3DPEHPK3PXP');
  expect(box).toMatchObject({ keyId: keyIdOf(older), algorithm: 'aes-256-gcm' });
  expect(open([newer, older], 'usr_a', box)).toBe('JBSWY3DPEHPK3PXP');
  expect(() => open([newer], 'usr_a', box)).toThrow('No key of the keys file');
  const { keyId: _keyId, algorithm: _algorithm, ...nameless } = box; // as they were sealed before boxes had names
  expect(open([newer, older], 'usr_a', nameless)).toBe('JBSWY3DPEHPK3PXP');
});
