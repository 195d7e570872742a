import { describe, expect, it } from 'vitest';
import { etasOfRun, inRunOrder, latenessOf, type RunStop, stopTimes } from './eta.ts';
import type { OrderState } from './lifecycle.ts';
import { arrivalAfter, positionOf, speedProfile } from './travel.ts';

const gpo = { routingKey: 'D01', position: { lat: 53.3494, lon: -6.2606 } };
const croke = { routingKey: 'D03', position: { lat: 53.3607, lon: -6.2511 } }; // 1.4 km away, 2.0 km by street
const howth = { routingKey: 'D13', position: { lat: 53.3888, lon: -6.0656 } };
const noon = new Date('2026-11-22T12:00:00Z');
const minutes = (from: Date, to: Date | undefined) => ((to?.getTime() ?? 0) - from.getTime()) / 60_000;
const stop = (id: string, state: OrderState, more: Partial<RunStop> = {}): RunStop => ({
  id,
  state,
  stateSince: noon.toISOString(),
  pickup: gpo,
  dropOff: croke,
  ...more,
});

describe('travel', () => {
  it('takes longer at rush hour than at noon, and longest when it is slowest', () => {
    const at = (hour: string) => new Date(`2026-11-23T${hour}:00:00Z`);
    const takes = (hour: string) => minutes(at(hour), arrivalAfter(gpo, howth, at(hour)));
    expect(takes('03')).toBeLessThan(takes('12'));
    expect(takes('12')).toBeLessThan(takes('08'));
    expect(takes('08')).toBeLessThan(takes('17'));
  });

  it('changes its speed on the way when the hour turns', () => {
    const from = new Date('2026-11-23T15:50:00Z');
    const whole = minutes(from, arrivalAfter(gpo, howth, from));
    const fast = minutes(noon, arrivalAfter(gpo, howth, noon));
    const slow = minutes(from, arrivalAfter(gpo, howth, new Date('2026-11-23T16:00:00Z'))) - 10;
    expect(whole).toBeGreaterThan(fast);
    expect(whole).toBeLessThan(slow);
  });

  it('reads the hour from the clock in Dublin: 16:30 in summer is rush hour at 15:30 UTC', () => {
    const summer = new Date('2026-07-01T15:30:00Z');
    const winter = new Date('2026-12-01T15:30:00Z');
    expect(minutes(summer, arrivalAfter(gpo, croke, summer))).toBeGreaterThan(
      minutes(winter, arrivalAfter(gpo, croke, winter)),
    );
  });

  it('takes no time to where one is, and a place without a position is the middle of its area', () => {
    expect(arrivalAfter(gpo, gpo, noon)).toEqual(noon);
    expect(positionOf({ routingKey: 'D13' })).toMatchObject({ lat: 53.3952, lon: -6.1513 });
    expect(positionOf({ routingKey: 'A00' })).toMatchObject({ lat: 53.3473 });
  });

  it('has a speed for every minute of the day', () => {
    expect(speedProfile[0]?.fromMinute).toBe(0);
    for (const { kmh } of speedProfile) expect(kmh).toBeGreaterThan(0);
  });
});

describe('when a run reaches its doors', () => {
  it('is sooner the further along a parcel is', () => {
    const eta = (state: OrderState) => minutes(noon, etasOfRun([stop('a', state)], noon).get('a'));
    expect(eta('arrived')).toBe(0);
    expect(eta('en_route')).toBeCloseTo(6.2, 0);
    expect(eta('collected')).toBeCloseTo(6.2, 0);
    expect(eta('assigned')).toBeGreaterThan(eta('collected') + 10);
  });

  it('counts the doors before it: each stop waits for the one before', () => {
    const run = [stop('b', 'assigned'), stop('a', 'en_route'), stop('c', 'assigned', { dropOff: howth })];
    expect(inRunOrder(run).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    const etas = etasOfRun(run, noon);
    const [a, b, c] = ['a', 'b', 'c'].map((id) => minutes(noon, etas.get(id)));
    expect(a).toBeLessThan(b ?? 0);
    expect(b).toBeLessThan(c ?? 0);
  });

  it('is the same in whatever order the stops were read: the board reads the newest first, a courier the oldest', () => {
    const at = (minute: number) => ({ stateSince: `2026-11-22T11:0${minute}:00Z` });
    const run = [stop('a', 'assigned', at(1)), stop('b', 'assigned', at(2)), stop('c', 'assigned', at(2))];
    const backwards = run.toReversed();
    expect(inRunOrder(backwards).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(etasOfRun(backwards, noon)).toEqual(etasOfRun(run, noon));
  });

  it('adds up: the door before, the way to the pickup, the time there, the way to the door', () => {
    const etas = etasOfRun([stop('a', 'en_route'), stop('b', 'assigned')], noon);
    const wait = (at: Date, howLong: number) => new Date(at.getTime() + howLong * 60_000);
    const free = wait(arrivalAfter(gpo, croke, noon), stopTimes.atDoor);
    const leaves = wait(arrivalAfter(croke, gpo, free), stopTimes.atPickup);
    expect(etas.get('b')).toEqual(arrivalAfter(gpo, croke, leaves));
  });

  it('is never in the past: who should have been there is there any minute', () => {
    const hours = new Date('2026-11-22T15:00:00Z');
    expect(etasOfRun([stop('a', 'en_route')], hours).get('a')).toEqual(hours);
  });

  it('knows nothing of what is not on the run', () => {
    const others = (['placed', 'confirmed', 'failed', 'delivered', 'cancelled', 'returning'] as const).map(
      (state) => stop(state, state),
    );
    expect(etasOfRun(others, noon).size).toBe(0);
  });
});

describe('lateness', () => {
  const window = { from: '2026-11-22T12:00:00Z', to: '2026-11-22T14:00:00Z' };
  const at = (time: string) => new Date(`2026-11-22T${time}:00Z`);
  it.each([
    ['nothing was promised', 'assigned', null, '11:00', '13:00', 'none'],
    ['it comes well before the end', 'assigned', window, '12:00', '13:00', 'on_time'],
    ['it comes just before the end', 'en_route', window, '13:00', '13:51', 'at_risk'],
    ['it will come after the end', 'en_route', window, '13:00', '14:20', 'at_risk'],
    ['the end has passed', 'en_route', window, '14:01', '14:05', 'late'],
    ['nobody carries it, and there is time', 'confirmed', window, '12:30', null, 'on_time'],
    ['nobody carries it, and there is hardly time', 'confirmed', window, '13:01', null, 'at_risk'],
    ['nobody carries it, and it is over', 'failed', window, '14:01', null, 'late'],
    ['it was cancelled', 'cancelled', window, '15:00', null, 'none'],
    ['it goes back', 'returning', window, '15:00', null, 'none'],
  ] as const)('%s', (_name, state, promised, now, eta, says) => {
    const subject = { state, stateSince: at('12:00').toISOString(), window: promised };
    expect(latenessOf(subject, eta === null ? null : at(eta), at(now))).toBe(says);
  });

  it.each([
    ['13:59', 'on_time'],
    ['14:01', 'late'],
  ] as const)('of a delivered parcel is what it was at %s, for ever', (time, says) => {
    const delivered = { state: 'delivered' as const, stateSince: at(time).toISOString(), window };
    expect(latenessOf(delivered, null, new Date('2026-12-24T00:00:00Z'))).toBe(says);
  });
});
