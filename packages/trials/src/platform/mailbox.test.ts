import { describe, expect, it } from 'vitest';
import { pinIn } from './mailbox.ts';

describe('the PIN in a mail', () => {
  it.each([
    ['Your PIN is 0471.', '0471'],
    ['PIN: 1234\nhttp://localhost:8080/t/#9876-abcd', '1234'],
    ['Order 1234 of 2026. Tell the courier this PIN:\n\n  5555\n', '5555'],
    ['Order 1234, 2026-11-22', undefined],
    ['PIN 12345', undefined],
  ])('%j holds %j', (text, pin) => {
    expect(pinIn(text)).toBe(pin);
  });
});
