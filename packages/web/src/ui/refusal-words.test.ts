import { expect, it } from 'vitest';
import { fieldName, fieldSentence, refusalTitle } from './refusal-words.ts';

it.each([
  ['/email', 'E-mail'],
  ['/newPassword', 'New password'],
  ['/dropOff/routingKey', 'Drop off, routing key'],
  ['/signature/strokes/0', 'Signature, strokes, 1'],
  ['query.cursor', 'Cursor'],
  ['', 'What was sent'],
])('the field %s is called %s', (field, name) => {
  expect(fieldName(field)).toBe(name);
});

it('says what was given and what is allowed, and only what is allowed where nothing may be repeated', () => {
  const allowed = 'an e-mail address';
  expect(fieldSentence({ field: '/email', given: '"nonsense"', allowed })).toBe(
    'E-mail: "nonsense" was given; allowed is an e-mail address.',
  );
  expect(fieldSentence({ field: '/password', given: 'hidden', allowed: 'a longer one' })).toBe(
    'Password: choose a longer one.',
  );
});

it('speaks of no route to a person; every other problem keeps its title', () => {
  const title = 'The request does not have the form this route expects.';
  expect(refusalTitle({ code: 'body-invalid', title })).not.toContain('route');
  expect(refusalTitle({ code: 'forbidden', title: 'Your role may not do this.' })).toBe(
    'Your role may not do this.',
  );
});
