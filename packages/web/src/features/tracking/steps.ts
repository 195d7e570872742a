// Which step of a delivery is the present one.
import type { TrackingView } from '@cool/contract/tracking';

export function progressOf(
  view: Pick<TrackingView, 'state'>,
  step: TrackingView['steps'][number],
): 'current' | 'done' | 'ahead' {
  if (step.state === view.state) return 'current';
  return step.at === null ? 'ahead' : 'done';
}
