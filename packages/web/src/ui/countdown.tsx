// Counts seconds down. The running number is hidden from screen readers, which would read every tick.
import { useEffect, useState } from 'preact/hooks';

export function Countdown({ seconds }: { readonly seconds: number }) {
  const [endsAt] = useState(() => performance.now() + seconds * 1_000);
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    const timer = setInterval(() => {
      const now = Math.max(0, Math.ceil((endsAt - performance.now()) / 1_000));
      setLeft(now);
      if (now === 0) clearInterval(timer);
    }, 250);
    return () => clearInterval(timer);
  }, [endsAt]);
  return (
    <>
      <span className="visually-hidden">{inWords(seconds)}</span>
      <strong aria-hidden="true">{left === 0 ? 'a moment' : inWords(left)}</strong>
    </>
  );
}

export function inWords(seconds: number): string {
  if (seconds < 90) return `${seconds} ${seconds === 1 ? 'second' : 'seconds'}`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 90 ? `${minutes} minutes` : `${Math.ceil(minutes / 60)} hours`;
}
