// What this page keeps of a session beyond the life of a component stands in signals made here, and is emptied in one place
// when the session ends. `page-laws.test.ts` refuses a module that keeps something on its own.
import { batch, type Signal, signal } from '@preact/signals';

const emptying: (() => void)[] = [];
let sessionsForgotten = 0;

/** Holds `empty` again as soon as the session ends. */
export function sessionSignal<Value>(empty: Value): Signal<Value> {
  const kept = signal(empty);
  emptying.push(() => {
    kept.value = empty;
  });
  return kept;
}

export function forgetSession(): void {
  sessionsForgotten += 1;
  batch(() => {
    for (const empty of emptying) empty();
  });
}

/** Says whether the session in which it was made is over: an answer that comes later is for nobody any more. */
export function watchForEnd(): () => boolean {
  const begunIn = sessionsForgotten;
  return () => sessionsForgotten !== begunIn;
}
