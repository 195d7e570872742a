import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { line } from './text.ts';

describe('one line of text', () => {
  it.each(["Róisín O'Brien", '二 郎', 'שרה', 'With an emoji 🙂', ' padded ', 'a'.repeat(40)])(
    'takes %j',
    (text) => {
      expect(Value.Check(line(40), text)).toBe(true);
    },
  );

  it.each([
    ['nothing', ''],
    ['blanks alone', ' \u00a0 '],
    ['too much', 'a'.repeat(41)],
    ['a line break', 'a\nb'],
    ['a NUL', 'a\u0000b'],
    ['a control of the second set', 'a\u0085b'],
    ['a line separator', 'a\u2028b'],
    ['a turn of the writing direction', 'invoice\u202efdp.exe'],
    ['an isolate', 'a\u2066b'],
    ['half a character', 'a\ud800b'],
  ])('refuses %s', (_what, text) => {
    expect(Value.Check(line(40), text)).toBe(false);
  });
});
