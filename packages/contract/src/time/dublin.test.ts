import { describe, expect, it } from 'vitest';
import { dayAfter, fromDublin, inDublin } from './dublin.ts';

const at = (hours: number, minutes = 0) => hours * 60 + minutes;

describe('the clock in Dublin', () => {
  it.each([
    ['a winter day', '2026-11-22T14:30:00Z', '2026-11-22', at(14, 30)],
    ['a summer day', '2026-07-01T14:30:00Z', '2026-07-01', at(15, 30)],
    ['a summer night, already tomorrow', '2026-07-01T23:30:00Z', '2026-07-02', at(0, 30)],
    ['the last minute of winter', '2027-03-28T00:59:00Z', '2027-03-28', at(0, 59)],
    ['the first minute of summer', '2027-03-28T01:00:00Z', '2027-03-28', at(2)],
    ['the last minute of summer', '2026-10-25T00:59:00Z', '2026-10-25', at(1, 59)],
    ['the first minute of winter', '2026-10-25T01:00:00Z', '2026-10-25', at(1)],
    ['midnight', '2026-11-22T00:00:00Z', '2026-11-22', 0],
  ])('shows %s', (_name, instant, day, minute) => {
    expect(inDublin(new Date(instant))).toEqual({ day, minute });
  });

  it.each([
    ['winter', '2026-11-22', at(14, 30), '2026-11-22T14:30:00.000Z'],
    ['summer', '2026-07-01', at(15, 30), '2026-07-01T14:30:00.000Z'],
    ['the time that is skipped', '2027-03-28', at(1, 30), '2027-03-28T01:30:00.000Z'], // shows 02:30
    ['the time that comes twice: the first', '2026-10-25', at(1, 30), '2026-10-25T00:30:00.000Z'],
    ['two in the morning after the jump', '2027-03-28', at(2), '2027-03-28T01:00:00.000Z'],
    ['noon on the short day', '2027-03-28', at(12), '2027-03-28T11:00:00.000Z'],
    ['noon on the long day', '2026-10-25', at(12), '2026-10-25T12:00:00.000Z'],
  ])('means in %s', (_name, day, minute, instant) => {
    expect(fromDublin({ day, minute }).toISOString()).toBe(instant);
  });

  it('finds back what it showed, every quarter of an hour of a day somewhere in two years, and all of the days it jumps', () => {
    const quarter = 15 * 60_000;
    const instants = function* () {
      // 29 shares no factor with the 96 quarters of a day, so each of them comes, on ever other days.
      for (let ms = Date.UTC(2026, 0); ms < Date.UTC(2028, 0); ms += 29 * quarter) yield ms;
      for (const jump of ['2026-03-29', '2026-10-25', '2027-03-28', '2027-10-31']) {
        const noon = Date.parse(`${jump}T12:00:00Z`);
        for (let ms = noon - 96 * quarter; ms < noon + 96 * quarter; ms += quarter) yield ms;
      }
    };
    for (const ms of instants()) {
      const shown = inDublin(new Date(ms));
      const found = fromDublin(shown).getTime();
      expect(found === ms || found === ms - 3_600_000).toBe(true); // the second of two 01:30 reads as the first
    }
  });

  it('counts days by the calendar, also over the days of 23 and 25 hours', () => {
    expect(dayAfter('2026-10-24', 2)).toBe('2026-10-26');
    expect(dayAfter('2027-03-27', 2)).toBe('2027-03-29');
    expect(dayAfter('2026-12-31', 1)).toBe('2027-01-01');
  });
});
