import { describe, expect, it } from 'vitest';
import { dayChoices, noWish, windowChoices, windowOf } from './window-choices.ts';

const noon = new Date('2026-11-22T12:00:00Z');

describe('the windows to choose from', () => {
  it('begin today while something can be promised today, and tomorrow after that', () => {
    expect(dayChoices(noon)[0]).toEqual({ value: '2026-11-22', label: 'Today' });
    expect(dayChoices(noon)).toHaveLength(15);
    expect(dayChoices(new Date('2026-11-22T21:30:00Z'))[0]?.value).toBe('2026-11-23');
  });

  it('are said by the clock in Dublin, also on the day the clock jumps', () => {
    const before = new Date('2027-03-27T12:00:00Z');
    expect(windowChoices('2027-03-28', before)[0]).toEqual({
      value: '2027-03-28T07:00:00.000Z',
      label: '08:00–10:00',
    });
    expect(windowChoices('', noon)).toEqual([]);
  });

  it('are none when none was chosen, or the chosen one is over', () => {
    expect(windowOf(noWish, noon)).toBeNull();
    const wish = { day: '2026-11-22', from: '2026-11-22T12:00:00.000Z' };
    expect(windowOf(wish, noon)?.to).toBe('2026-11-22T14:00:00.000Z');
    expect(windowOf(wish, new Date('2026-11-22T13:30:00Z'))).toBeNull();
  });
});
