import { describe, expect, it } from 'vitest';
import {
  commandsIn,
  endStates,
  lifecycle,
  nextState,
  type OrderState,
  orderStates,
  statesBefore,
} from './lifecycle.ts';
import { mayCommand } from './permissions.ts';

function reachableFrom(start: OrderState): ReadonlySet<OrderState> {
  const seen = new Set<OrderState>([start]);
  for (const state of seen) for (const next of Object.values(lifecycle[state])) seen.add(next);
  return seen;
}

describe('the lifecycle table', () => {
  it('reaches every state from placed', () => {
    expect([...reachableFrom('placed')].sort()).toEqual([...orderStates].sort());
  });

  it('ends only where an end is intended', () => {
    const silent = orderStates.filter((state) => commandsIn(state).length === 0);
    expect(silent.sort()).toEqual([...endStates].sort());
  });

  it.each(orderStates)('lets %s still come to an end', (state) => {
    expect([...reachableFrom(state)].some((reached) => endStates.includes(reached))).toBe(true);
  });

  it('walks the straight way from placed to delivered', () => {
    const walked = (['confirm', 'assign', 'collect', 'depart', 'arrive', 'deliver'] as const).reduce<
      OrderState | undefined
    >((state, command) => (state === undefined ? undefined : nextState(state, command)), 'placed');
    expect(walked).toBe('delivered');
  });

  it('never cancels what was collected', () => {
    expect(statesBefore('cancel')).toEqual(['placed', 'confirmed', 'assigned']);
  });

  it('leaves the state as it is when somebody instructs or revokes', () => {
    for (const command of ['instruct', 'revoke'] as const) {
      for (const state of statesBefore(command)) expect(nextState(state, command)).toBe(state);
    }
  });

  it('lets a link be revoked as long as it could do anything', () => {
    const manageable = [...statesBefore('reschedule'), ...statesBefore('instruct')];
    for (const state of manageable) expect(statesBefore('revoke')).toContain(state);
  });

  it('never changes how a parcel is handed over once the courier is at the door', () => {
    expect(statesBefore('instruct')).not.toContain('arrived');
    expect(statesBefore('reschedule')).toEqual(['confirmed', 'assigned', 'failed']);
  });

  it('names a role for each command', () => {
    for (const who of Object.values(mayCommand)) expect(who.length).toBeGreaterThan(0);
  });
});
