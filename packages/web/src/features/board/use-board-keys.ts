// Listens for the board's keys; never while somebody types, a dialog is open, or a modifier is held.
import { useEffect, useRef } from 'preact/hooks';
import { type BoardIntent, boardIntent } from './board-keys.ts';

export function useBoardKeys(options: {
  readonly enabled: boolean;
  readonly sequence: readonly string[];
  readonly current: () => string | null;
  readonly onIntent: (intent: BoardIntent) => void;
}): void {
  const latest = useRef(options);
  latest.current = options;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { enabled, sequence, current, onIntent } = latest.current;
      if (!enabled || event.ctrlKey || event.metaKey || event.altKey || isElsewhere(event.target)) return;
      const intent = boardIntent(event.key, sequence, current());
      if (intent === null) return;
      event.preventDefault();
      onIntent(intent);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}

function isElsewhere(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, select, textarea, dialog, [popover]') !== null;
}
