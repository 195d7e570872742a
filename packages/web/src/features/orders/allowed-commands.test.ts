import { commandsIn, orderStates } from '@cool/contract/orders';
import { describe, expect, it } from 'vitest';
import { allowedCommands } from './allowed-commands.ts';

describe('the buttons of an order', () => {
  it.each([
    ['placed', 'dispatcher', ['confirm', 'cancel', 'revoke']],
    ['confirmed', 'dispatcher', ['assign', 'reschedule', 'cancel', 'revoke']],
    ['assigned', 'admin', ['assign', 'reschedule', 'cancel', 'revoke']],
    ['collected', 'dispatcher', ['fail', 'revoke']],
    ['arrived', 'admin', ['fail', 'revoke']],
    ['failed', 'dispatcher', ['reschedule', 'return', 'revoke']],
    ['placed', 'customer', ['cancel', 'revoke']],
    ['en_route', 'customer', ['revoke']],
    ['assigned', 'courier', ['collect']],
    ['arrived', 'courier', ['deliver', 'fail']],
    ['delivered', 'admin', []],
  ] as const)('%s shows a %s %j', (state, role, buttons) => {
    expect(allowedCommands({ state }, role)).toEqual(buttons);
  });

  it('an auditor sees none, in any state', () => {
    for (const state of orderStates) expect(allowedCommands({ state }, 'auditor')).toEqual([]);
  });

  it('never offers what the lifecycle does not allow', () => {
    for (const state of orderStates) {
      for (const role of ['customer', 'courier', 'dispatcher', 'admin', 'auditor'] as const) {
        for (const command of allowedCommands({ state }, role)) expect(commandsIn(state)).toContain(command);
      }
    }
  });

  it('does not offer to cancel a parcel that was once collected', () => {
    const events = [{ command: 'place' }, { command: 'collect' }, { command: 'confirm' }] as const;
    expect(allowedCommands({ state: 'confirmed', events }, 'dispatcher')).toEqual([
      'assign',
      'reschedule',
      'revoke',
    ]);
  });
});
