// The tabs of one browser share one session, so they tell each other when somebody begins or ends it.

type Told = 'signed-in' | 'signed-out';

const channel = new BroadcastChannel('cool-session');

export function tellTabs(told: Told): void {
  channel.postMessage(told);
}

export function onTabs(listener: (told: Told) => void): void {
  channel.addEventListener('message', ({ data }: MessageEvent<Told>) => listener(data));
}
