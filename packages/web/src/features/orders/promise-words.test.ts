import { describe, expect, it } from 'vitest';
import { promiseWords } from './promise-words.ts';

const now = new Date('2026-11-22T12:00:00Z');
const window = { from: '2026-11-22T14:00:00Z', to: '2026-11-22T16:00:00Z' };
const row = (more: object = {}) => ({ state: 'assigned' as const, stateSince: now.toISOString(), ...more });

describe('what a card says about a promise', () => {
  it.each([
    ['nothing where nothing is known', row(), null, null, 'none'],
    ['the window', row({ window }), null, '14:00–16:00', 'on_time'],
    ['what is expected', row(), '2026-11-22T15:10:00Z', 'delivery about 15:10', 'none'],
    ['both', row({ window }), '2026-11-22T15:10:00Z', '14:00–16:00, delivery about 15:10', 'on_time'],
    [
      'that it is at risk',
      row({ window }),
      '2026-11-22T15:55:00Z',
      '14:00–16:00, delivery about 15:55',
      'at_risk',
    ],
    [
      'no expectation of who is there',
      row({ window, state: 'arrived' }),
      '2026-11-22T12:00:00Z',
      '14:00–16:00',
      'on_time',
    ],
  ] as const)('%s', (_what, given, eta, text, lateness) => {
    expect(promiseWords(given, eta === null ? null : new Date(eta), now)).toEqual({ text, lateness });
  });

  it('names the day when it is another one', () => {
    const tomorrow = { from: '2026-11-23T14:00:00Z', to: '2026-11-23T16:00:00Z' };
    expect(promiseWords(row({ window: tomorrow }), null, now).text).toMatch(/23 Nov.*14:00–16:00/);
  });
});
