// One line of text that a person typed and other people will read: on a board, in a mail, in a log.

import Type from 'typebox';

/**
 * At least one visible character, and none that would break the line or make it read as something else: no control
 * characters, no line or paragraph separators, no characters that turn the writing direction (CVE-2021-42574), no
 * halves of a surrogate pair. Surrounding blanks are the client's business.
 */
const visibleLine =
  '^(?=.*\\S)[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069\\ud800-\\udfff]*$';

export const line = (maxLength: number) =>
  Type.String({
    minLength: 1,
    maxLength,
    pattern: visibleLine,
    description: 'one line of text with a visible character, and no control or direction characters',
  });
