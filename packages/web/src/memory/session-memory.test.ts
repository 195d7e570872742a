import { expect, it } from 'vitest';
import { forgetSession, sessionSignal, watchForEnd } from './session-memory.ts';

it('keeps what it is given until the session ends, and then nothing of it', () => {
  const name = sessionSignal('');
  const rows = sessionSignal<readonly string[]>([]);
  name.value = 'Aoife';
  rows.value = ['ord_1'];
  forgetSession();
  expect([name.value, rows.value]).toEqual(['', []]);
  name.value = 'Liam';
  expect(name.value).toBe('Liam');
});

it('says of what began before the end, and of nothing else, that it is too late', () => {
  const before = watchForEnd();
  expect(before()).toBe(false);
  forgetSession();
  const after = watchForEnd();
  expect([before(), after()]).toEqual([true, false]);
});
