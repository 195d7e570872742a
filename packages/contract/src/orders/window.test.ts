import { describe, expect, it } from 'vitest';
import { inDublin } from '../time/dublin.ts';
import { offeredWindows, plainWindow, windowProblem } from './window.ts';

const now = new Date('2026-11-22T12:00:00Z');
const window = (from: string, to: string) => ({ from, to });

describe('a promised window', () => {
  it.each([
    ['this afternoon', window('2026-11-22T14:00:00Z', '2026-11-22T16:00:00Z')],
    ['one that has begun and is still long', window('2026-11-22T11:00:00Z', '2026-11-22T13:00:00Z')],
    ['written with an offset', window('2026-11-22T15:00:00+01:00', '2026-11-22T17:00:00+01:00')],
    ['the last hour of the last day', window('2026-12-06T21:00:00Z', '2026-12-06T22:00:00Z')],
  ])('may be %s', (_name, given) => {
    expect(windowProblem(given, now)).toBeNull();
  });

  it.each([
    [
      'ends before it begins',
      window('2026-11-22T16:00:00Z', '2026-11-22T14:00:00Z'),
      '/window/to',
      '60 minutes to 12 hours',
    ],
    ['is too short', window('2026-11-22T14:00:00Z', '2026-11-22T14:59:00Z'), '/window/to', '60 minutes'],
    ['is too long', window('2026-11-23T08:00:00Z', '2026-11-23T20:01:00Z'), '/window/to', '12 hours'],
    [
      'is over',
      window('2026-11-22T09:00:00Z', '2026-11-22T11:00:00Z'),
      '/window/to',
      'at least 60 minutes from now',
    ],
    [
      'is nearly over',
      window('2026-11-22T10:59:00Z', '2026-11-22T12:59:00Z'),
      '/window/to',
      'at least 60 minutes from now',
    ],
    [
      'lies too far ahead',
      window('2026-12-07T10:00:00Z', '2026-12-07T12:00:00Z'),
      '/window/from',
      'at most 14 days ahead',
    ],
    ['begins at night', window('2026-11-23T07:59:00Z', '2026-11-23T10:00:00Z'), '/window/from', '08:00'],
    ['ends at night', window('2026-11-23T20:00:00Z', '2026-11-23T22:01:00Z'), '/window/to', '22:00'],
    [
      'runs over midnight',
      window('2026-11-23T21:00:00Z', '2026-11-24T00:30:00Z'),
      '/window/to',
      'the same day',
    ],
    [
      'names no moment: a leap second',
      window('2026-11-22T23:59:60Z', '2026-11-23T12:00:00Z'),
      '/window/from',
      'a moment',
    ],
    ['names no end', window('2026-11-22T14:00:00Z', 'soon'), '/window/to', 'a moment'],
  ])('is refused when it %s', (_name, given, field, allowed) => {
    const problem = windowProblem(given, now);
    expect(problem?.field).toBe(field);
    expect(problem?.allowed).toContain(allowed);
    expect(problem?.given).not.toBe('');
  });

  it('is judged by the clock in Dublin, not by UTC: eight in summer is seven elsewhere', () => {
    const summer = new Date('2026-07-01T05:00:00Z');
    expect(windowProblem(window('2026-07-01T07:00:00Z', '2026-07-01T09:00:00Z'), summer)).toBeNull();
    expect(windowProblem(window('2026-07-01T06:59:00Z', '2026-07-01T09:00:00Z'), summer)?.allowed).toContain(
      '08:00',
    );
  });

  it.each([
    ['a winter day', '2026-11-23', '08:00 10:00 12:00 14:00 16:00 18:00 20:00'],
    ['the day the clock jumps ahead', '2027-03-28', '08:00 10:00 12:00 14:00 16:00 18:00 20:00'],
    ['the day the clock falls back', '2026-10-25', '08:00 10:00 12:00 14:00 16:00 18:00 20:00'],
  ])('is offered every two hours by the clock on %s', (_name, day, starts) => {
    const before = new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000);
    const shown = offeredWindows(day, before).map(({ from }) => {
      const { minute } = inDublin(new Date(from));
      return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
    });
    expect(shown.join(' ')).toBe(starts);
  });

  it('is offered only while it can be promised, and every one that is offered can be', () => {
    const today = offeredWindows('2026-11-22', now);
    expect(today[0]).toEqual(window('2026-11-22T12:00:00.000Z', '2026-11-22T14:00:00.000Z'));
    expect(offeredWindows('2026-11-21', now)).toEqual([]);
    expect(offeredWindows('2026-12-07', now)).toEqual([]);
    for (const each of today) expect(windowProblem(each, now)).toBeNull();
  });

  it('is the same window however it was written', () => {
    expect(plainWindow(window('2026-11-22T15:00:00+01:00', '2026-11-22T16:00:00Z'))).toEqual(
      window('2026-11-22T14:00:00.000Z', '2026-11-22T16:00:00.000Z'),
    );
  });
});
