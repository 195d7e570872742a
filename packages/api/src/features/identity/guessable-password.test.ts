import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { breachedPasswordDigests, digestBytes } from './breached-passwords.ts';
import { contextWords, guessableBecause } from './guessable-password.ts';

const owner = { email: 'aoife.byrne@example.ie', name: 'Aoife Byrne' };

describe('a new password', () => {
  it.each([
    'password1234',
    '1qaz2wsx3edc',
    'Jamesbond007', // in another case, too
    'qwerty123456',
    '123456123456',
  ])('known from breaches is refused: %s', (password) => {
    expect(guessableBecause(password, owner)).toContain('breached');
  });

  it.each([
    'CoolDelivery2026',
    'cool-delivery-42!',
    'dispatcher!dublin',
    'Aoife.Byrne.1990',
    'byrne-courier-7',
    'example aoife 123',
  ])('made of our words and its owner’s is refused: %s', (password) => {
    expect(guessableBecause(password, owner)).toContain('of your own');
  });

  it.each([
    'correct horse battery staple',
    'a parcel of rain over Howth', // one of our words, and enough besides
    '!!!???&&&%%%$$$£££',
    'ÁÉÍÓÚ grianmhar lá',
    'tr0mb0ne-p1ckle-9',
  ])('that is long and somebody’s own is taken, whatever it is made of: %s', (password) => {
    expect(guessableBecause(password, owner)).toBeUndefined();
  });
});

describe('the list of breached passwords', () => {
  it('holds more than the three thousand most used ones that are long enough, sorted for the search', () => {
    const count = breachedPasswordDigests.length / digestBytes;
    expect(count).toBeGreaterThan(10_000);
    for (let at = 1; at < count; at += 1) {
      const before = breachedPasswordDigests.subarray((at - 1) * digestBytes, at * digestBytes);
      const here = breachedPasswordDigests.subarray(at * digestBytes, (at + 1) * digestBytes);
      if (before.compare(here) >= 0) expect.fail(`entry ${at} is not above the one before`);
    }
  });
});

describe('the words of ours', () => {
  it('are the ones the page of decisions lists', () => {
    const page = readFileSync(new URL('../../../../../docs/security-decisions.md', import.meta.url), 'utf8');
    expect(contextWords.filter((word) => !page.includes(`\`${word}\``))).toEqual([]);
  });
});
