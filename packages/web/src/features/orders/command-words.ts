// How commands and reasons are said on buttons and in timelines. The types make a missing word a build error.
import type { FailReason, OrderCommand, ProofKind } from '@cool/contract/orders';
import type { IconName } from '#ui/icon.tsx';

export interface CommandWord {
  readonly label: string;
  /** What the timeline says happened. */
  readonly done: string;
  readonly icon: IconName;
}

export const commandWords: Readonly<Record<OrderCommand | 'place', CommandWord>> = {
  place: { label: 'Place delivery', done: 'Placed', icon: 'plus' },
  confirm: { label: 'Confirm', done: 'Confirmed', icon: 'check' },
  assign: { label: 'Assign', done: 'Assigned to a courier', icon: 'user' },
  collect: { label: 'Collect', done: 'Collected', icon: 'box' },
  depart: { label: 'Start', done: 'On the way', icon: 'bike' },
  arrive: { label: 'Arrived', done: 'At the door', icon: 'door' },
  deliver: { label: 'Deliver', done: 'Delivered', icon: 'check' },
  fail: { label: 'Can’t deliver', done: 'Could not be delivered', icon: 'alert' },
  reschedule: { label: 'Reschedule', done: 'Rescheduled', icon: 'redo' },
  return: { label: 'Return to sender', done: 'Sent back', icon: 'turn' },
  receive: { label: 'Received back', done: 'Back with the sender', icon: 'box' },
  cancel: { label: 'Cancel delivery', done: 'Cancelled', icon: 'close' },
  instruct: {
    label: 'Say how to hand it over',
    done: 'The recipient said how to hand it over',
    icon: 'info',
  },
  revoke: { label: 'Revoke the recipient’s link', done: 'The recipient’s link was revoked', icon: 'key' },
};

export const reasonWords: Readonly<Record<FailReason, { readonly label: string; readonly icon: IconName }>> =
  {
    nobody_there: { label: 'Nobody there', icon: 'door' },
    refused: { label: 'Refused', icon: 'close' },
    wrong_address: { label: 'Wrong address', icon: 'pin' },
    damaged: { label: 'Damaged', icon: 'alert' },
    no_access: { label: 'No access', icon: 'key' },
    other: { label: 'Something else', icon: 'help' },
  };

/** What proved a delivery, as its timeline says it. */
export const proofWords: Readonly<Record<ProofKind, string>> = {
  pin: 'proved by the PIN',
  signature: 'proved by a signature',
  photo: 'proved by a photo',
};
