import { eventId } from '@cool/contract/orders';
import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { intentFor, newEventId } from './intent.ts';

describe('an intent', () => {
  it('keeps its name while the content stays the same, so a retry does not double', () => {
    const first = intentFor(null, { to: 'D02' });
    expect(intentFor(first, { to: 'D02' }).eventId).toBe(first.eventId);
  });

  it('gets a new name when the content changes', () => {
    const first = intentFor(null, { to: 'D02' });
    expect(intentFor(first, { to: 'D08' }).eventId).not.toBe(first.eventId);
  });

  it('has a name the contract accepts, different each time', () => {
    const names = Array.from({ length: 50 }, newEventId);
    expect(names.filter((name) => !Value.Check(eventId, name))).toEqual([]);
    expect(new Set(names).size).toBe(50);
  });
});
