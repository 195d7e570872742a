// Times as people read them, in Irish English; the exact moment stays in <time datetime>.

const clock = new Intl.DateTimeFormat('en-IE', { hour: '2-digit', minute: '2-digit' });
const dayAndClock = { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' } as const;
const thisYear = new Intl.DateTimeFormat('en-IE', dayAndClock);
const anyYear = new Intl.DateTimeFormat('en-IE', { ...dayAndClock, year: 'numeric' });

/** `14:05` on the same day as `now`, `22 Nov, 14:05` in the same year, else `22 Nov 2025, 14:05`. */
export function moment(iso: string, now: Date = new Date()): string {
  const date = new Date(iso);
  if (date.toDateString() === now.toDateString()) return clock.format(date);
  return (date.getFullYear() === now.getFullYear() ? thisYear : anyYear).format(date);
}

/** How long ago, in the largest whole unit: `just now`, `5 min ago`, `3 h ago`, `2 days ago`. */
export function age(iso: string, now: Date = new Date()): string {
  const minutes = Math.max(0, Math.floor((now.getTime() - new Date(iso).getTime()) / 60_000));
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} h ago`;
  const days = Math.floor(hours / 24);
  return days === 1 ? 'yesterday' : `${days} days ago`;
}
