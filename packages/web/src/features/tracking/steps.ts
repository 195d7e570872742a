// The steps of a delivery as the recipient reads them, and which of them is the present one.
import type { TrackingView } from '@cool/contract/tracking';

export const stepWords: Readonly<Record<TrackingView['state'], string>> = {
  placed: 'Placed',
  confirmed: 'Confirmed',
  assigned: 'Courier found',
  collected: 'Collected',
  en_route: 'On its way',
  arrived: 'At the door',
  delivered: 'Delivered',
  failed: 'Not delivered',
  rescheduled: 'To be tried again',
  returning: 'Going back',
  returned: 'Returned',
  cancelled: 'Cancelled',
};

export function progressOf(
  view: Pick<TrackingView, 'state'>,
  step: TrackingView['steps'][number],
): 'current' | 'done' | 'ahead' {
  if (step.state === view.state) return 'current';
  return step.at === null ? 'ahead' : 'done';
}
