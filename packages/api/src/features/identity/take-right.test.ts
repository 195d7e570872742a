import { expect, test } from 'vitest';
import { takeRight } from './take-right.ts';

function sessionsOf(living: Set<string>) {
  return {
    async endAllOf(_userId: string, keepId?: string) {
      const doomed = [...living].filter((id) => id !== keepId);
      for (const id of doomed) living.delete(id);
      return doomed.length;
    },
  };
}

test('a process that dies right after the write leaves no session on the old right', async () => {
  const living = new Set(['old', 'mine']);
  const dying = takeRight(
    sessionsOf(living),
    'usr_1',
    async () => {
      throw new Error('the process dies here: the write is made, nothing after it');
    },
    'mine',
  );
  await expect(dying).rejects.toThrow('dies here');
  expect([...living]).toEqual(['mine']);
});

test('a session begun while the right is taken ends with it, and the answer is the write’s', async () => {
  for (const written of [true, false]) {
    const living = new Set<string>();
    const taken = await takeRight(sessionsOf(living), 'usr_1', async () => {
      living.add('meanwhile');
      return written;
    });
    expect({ taken, living: [...living] }).toEqual({ taken: written, living: [] });
  }
});
