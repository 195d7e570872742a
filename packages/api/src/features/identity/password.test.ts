import { hash } from '@node-rs/argon2';
import { expect, test } from 'vitest';
import { checkPassword } from './check-password.ts';
import { makePasswords, semaphore } from './password.ts';
import type { User, UsersStore } from './users-store.ts';

test('a password is kept as argon2id with the agreed cost, and only the right one fits', async () => {
  const passwords = makePasswords();
  const hash = await passwords.hash('correct horse battery');
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await passwords.fits('correct horse battery', hash)).toBe(true);
  expect(await passwords.fits('correct horse batterz', hash)).toBe(false);
});

test('a long one counts to its last character, and blanks and case are kept as typed', async () => {
  const passwords = makePasswords();
  const long = ` Æ${'x'.repeat(125)} `;
  const hash = await passwords.hash(long);
  expect(await passwords.fits(long, hash)).toBe(true);
  for (const other of [long.slice(0, -1), long.trim(), long.toLowerCase(), `${long.slice(0, 127)}x`])
    expect(await passwords.fits(other, hash)).toBe(false);
});

test('without an account nothing fits', async () => {
  expect(await makePasswords().fits('correct horse battery', null)).toBe(false);
});

test('no more works run at once than allowed, and the queue is bounded', async () => {
  const limited = semaphore(2, 3);
  let running = 0;
  let most = 0;
  const gates: (() => void)[] = [];
  const work = () =>
    limited(async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise<void>((resolve) => gates.push(resolve));
      running -= 1;
    });
  const all = Array.from({ length: 5 }, work);
  await expect(work()).rejects.toMatchObject({ code: 'unavailable' });
  for (let opened = 0; opened < 5; opened += 1) {
    while (gates.length === 0) await new Promise((resolve) => setImmediate(resolve));
    gates.shift()?.();
  }
  await Promise.all(all);
  expect(most).toBe(2);
  const after = work(); // places given back are places again
  while (gates.length === 0) await new Promise((resolve) => setImmediate(resolve));
  gates.shift()?.();
  await after;
});

test('a work that fails gives its place back', async () => {
  const limited = semaphore(1, 1);
  await expect(limited(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  await expect(limited(async () => 'next')).resolves.toBe('next');
});

test('a password hashed with lesser parameters gets today’s when it is next given, and a wrong one changes nothing', async () => {
  const lesser = await hash('correct horse battery', {
    algorithm: 2,
    memoryCost: 8_192,
    timeCost: 1,
    parallelism: 1,
  });
  let kept = lesser;
  const user = () => ({ id: 'usr_a', passwordHash: kept }) as unknown as User;
  const deps = {
    passwords: makePasswords(),
    attempts: { begin: async () => ({ waitMs: 0 }), forget: async () => {}, sweep: async () => {} },
    users: {
      byEmail: async () => user(),
      rehash: async (_id: string, before: string, after: string) => {
        if (kept === before) kept = after;
      },
    } as unknown as UsersStore,
  };
  await expect(checkPassword(deps, 'a@example.ie', 'correct horse batterz')).rejects.toThrow();
  expect(kept).toBe(lesser);
  await checkPassword(deps, 'a@example.ie', 'correct horse battery');
  expect(kept).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  const after = kept;
  await checkPassword(deps, 'a@example.ie', 'correct horse battery');
  expect(kept).toBe(after);
});
