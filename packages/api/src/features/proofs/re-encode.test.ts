import { expect, test } from 'vitest';
import { type ReEncoded, reEncoder } from './re-encode.ts';

const done: ReEncoded = { width: 1, height: 1, bytes: new Uint8Array() };

/** A codec whose work ends when the test says so. */
function heldCodec() {
  const ends: (() => void)[] = [];
  let most = 0;
  let running = 0;
  return {
    runOne: async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise<void>((resolve) => ends.push(resolve));
      running -= 1;
      return done;
    },
    endOne: async () => {
      ends.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    },
    most: () => most,
  };
}

test('two photos at once, sixteen in wait, and the next is told to come again', async () => {
  const codec = heldCodec();
  const reEncode = reEncoder(codec.runOne);
  const asked = Array.from({ length: 18 }, () => reEncode(new Uint8Array()));
  expect(await reEncode(new Uint8Array())).toBe('busy');
  for (let i = 0; i < 18; i += 1) await codec.endOne();
  expect(await Promise.all(asked)).toHaveLength(18);
  expect(codec.most()).toBe(2);
  const later = reEncode(new Uint8Array());
  await codec.endOne();
  expect(await later).toBe(done); // every place was given back
});

test('a codec that breaks gives its place back', async () => {
  let calls = 0;
  const reEncode = reEncoder(async () => {
    calls += 1;
    throw new Error('broken');
  });
  for (let i = 0; i < 5; i += 1) await expect(reEncode(new Uint8Array())).rejects.toThrow('broken');
  expect(calls).toBe(5);
});

test('what the codec cannot read is unreadable, and its thread is gone', async () => {
  expect(await reEncoder()(Buffer.from('no picture'))).toBe('unreadable');
});
