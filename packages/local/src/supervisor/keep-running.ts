// Keeps one process of the platform running: starts it, starts it again when it dies, stops it when told.

import {
  type Announcement,
  type Child,
  type ChildPlace,
  type ChildSpec,
  type Exit,
  startChild,
} from './child.ts';
import { failuresAfter, pauseBeforeRestartMs } from './restart-plan.ts';

export type Kept = {
  readonly name: string;
  /** The first time it is ready. Rejects, with the child's own last words, when it dies before it ever was. */
  readonly firstListening: Promise<Announcement>;
  readonly pid: () => number | null;
  readonly send: (message: object) => void;
  readonly stop: (graceMs: number) => Promise<void>;
};

export type Events = {
  readonly onListening: (said: Announcement) => void;
  readonly onDown: () => void;
  readonly record: (event: object) => void;
};

/** The spec is asked for anew at each start, so that it can carry what changed meanwhile. */
export function keepRunning(spec: () => ChildSpec, place: ChildPlace, events: Events): Kept {
  const { name } = spec();
  let child: Child | null = null;
  let everReady = false;
  let stopping = false;
  let failures = 0;
  let pause: NodeJS.Timeout | null = null;
  const first = deferred<Announcement>();

  const run = () => {
    pause = null;
    let readyAt: number | null = null;
    const started = startChild(spec(), place, (said) => {
      readyAt = Date.now();
      everReady = true;
      events.record({ event: 'up', process: name, pid: started.pid });
      events.onListening(said);
      first.resolve(said);
    });
    child = started;
    started.exited.then((exit) => {
      child = null;
      events.onDown();
      if (stopping) return;
      events.record({ event: 'died', process: name, pid: started.pid, ...exit });
      if (!everReady) {
        first.reject(new Error(sentenceOf(name, exit)));
        return;
      }
      failures = failuresAfter({ readyForMs: readyAt === null ? null : Date.now() - readyAt }, failures);
      pause = setTimeout(run, pauseBeforeRestartMs(failures));
    });
  };
  run();

  return {
    name,
    firstListening: first.promise,
    pid: () => child?.pid ?? null,
    send: (message) => {
      if (child?.process.connected) child.process.send(message);
    },
    stop: async (graceMs) => {
      stopping = true;
      if (pause !== null) clearTimeout(pause);
      if (child !== null) await stopChild(child, graceMs);
    },
  };
}

type Deferred<Value> = {
  readonly promise: Promise<Value>;
  readonly resolve: (value: Value) => void;
  readonly reject: (error: Error) => void;
};

function deferred<Value>(): Deferred<Value> {
  let settle: Pick<Deferred<Value>, 'resolve' | 'reject'> = { resolve: () => {}, reject: () => {} };
  const promise = new Promise<Value>((resolve, reject) => {
    settle = { resolve, reject };
  });
  promise.catch(() => {}); // whoever awaits it still gets the refusal; this only covers a stop before anyone does
  return { promise, ...settle };
}

/** Asks the child to drain, and ends it when it takes longer than `graceMs`. */
export async function stopChild(child: Child, graceMs: number): Promise<void> {
  child.process.kill('SIGTERM');
  const hard = setTimeout(() => child.process.kill('SIGKILL'), graceMs);
  await child.exited;
  clearTimeout(hard);
}

function sentenceOf(name: string, exit: Exit): string {
  if (exit.lastWords !== '') return exit.lastWords;
  const how = exit.signal === null ? `exit code ${exit.code}` : `signal ${exit.signal}`;
  return `The ${name} process ended by ${how} before it was ready; its log is ${name}.log in the logs folder.`;
}
