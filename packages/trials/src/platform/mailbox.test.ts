import { describe, expect, it } from 'vitest';
import { pinIn } from './mailbox.ts';

describe('the PIN in a mail', () => {
  it.each([
    ['Your PIN is 0471.', '0471'],
    ['PIN: 1234\nhttp://localhost:8080/t/9876-abcd', '1234'],
    ['http://localhost:8080/t/1234567890123456789012 then 5555', '5555'],
    ['Order 12345678, 2026-11-22', undefined],
  ])('%j holds %j', (text, pin) => {
    expect(pinIn(text)).toBe(pin);
  });
});
