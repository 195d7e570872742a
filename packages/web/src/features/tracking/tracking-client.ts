// The live stream of one delivery. The server sends the whole view each time, so nothing has to be merged; a stream
// that was refused is asked for again, ever more slowly.
import { streamTimes } from '@cool/contract/live';
import type { TrackingView } from '@cool/contract/tracking';
import { urls } from '@cool/contract/urls';

const longestWaitMs = 60_000;

export function followDelivery(token: string, onView: (view: TrackingView) => void): void {
  let waitMs: number = streamTimes.retryMs;
  const open = () => {
    const stream = new EventSource(urls.trackingLive(token));
    stream.addEventListener('view', (event: MessageEvent<string>) => {
      waitMs = streamTimes.retryMs;
      onView(JSON.parse(event.data) as TrackingView);
    });
    stream.addEventListener('error', () => {
      if (stream.readyState !== EventSource.CLOSED) return; // the browser reconnects by itself
      setTimeout(open, waitMs);
      waitMs = Math.min(waitMs * 2, longestWaitMs);
    });
  };
  open();
}
