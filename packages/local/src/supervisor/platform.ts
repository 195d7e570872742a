// All processes of one platform as a whole: the order they start in, what each is told about the others, and
// the order they stop in.

import type { DataFolder } from '../data-folder.ts';
import { type Child, type ChildPlace, type ChildSpec, startChild } from './child.ts';
import { type Events, type Kept, keepRunning, stopChild } from './keep-running.ts';
import type { Links } from './links.ts';
import {
  apiSpec,
  databaseName,
  demoSpec,
  edgeSpec,
  engineSpec,
  prepareSpec,
  reportSpec,
  type Setting,
  signerSpec,
} from './roles.ts';
import { runOnce } from './run-once.ts';
import { describeProcess, type RunningProcess, removeRuntime, writeRuntime } from './runtime-file.ts';

export type PlatformPlan = {
  readonly root: string;
  readonly built: string;
  readonly folder: DataFolder;
  readonly runDir: string;
  readonly port: number;
  readonly api: number;
  readonly demo: boolean;
  readonly demoKey: string | null;
  readonly mongodbUri: string | null;
  /** Keys and personas are there already, so nothing needs to be made before the API starts. */
  readonly isPrepared: boolean;
};

export type Platform = Links & {
  readonly runInBackground: () => void;
  readonly stop: () => Promise<void>;
};

const graceMs = { edge: 4_000, api: 8_000, engine: 8_000, beside: 2_000 } as const;

/** Rejects with one sentence when a process cannot start; by then those that could are stopped again. */
export async function startPlatform(
  plan: PlatformPlan,
  record: Events['record'],
  signalled: Promise<'signalled'>,
): Promise<Platform | 'stopped'> {
  const place: ChildPlace = { built: plan.built, logs: plan.folder.logs };
  const kept: Kept[] = [];
  const beside = new Set<Child>();
  const pids = new Map<string, RunningProcess>();
  const apiPorts = new Map<string, number>();
  let setting: Setting | null = null;
  let edge: Kept | null = null;
  let stopping = false;

  const publish = () => {
    if (setting === null) return;
    const { origin, port, mongodbUri, demoKey } = setting;
    writeRuntime(plan.folder.runtime, {
      supervisor: describeProcess('supervisor', process.pid),
      origin,
      port,
      mongodbUri,
      database: databaseName,
      demoKey,
      processes: [...pids.values()],
    });
  };
  const tellEdge = () => edge?.send({ type: 'upstreams', ports: [...apiPorts.values()] });

  const keep = (
    name: string,
    spec: Parameters<typeof keepRunning>[0],
    onChange: (port: number | null) => void,
  ): Kept => {
    const child = keepRunning(spec, place, {
      record,
      onListening: (said) => {
        const pid = child.pid();
        const port = typeof said['port'] === 'number' ? said['port'] : null;
        if (pid !== null) pids.set(name, describeProcess(name, pid, port));
        onChange(port);
        publish();
      },
      onDown: () => {
        pids.delete(name);
        onChange(null);
      },
    });
    kept.push(child);
    return child;
  };

  /** Runs beside the platform; when it ends, the platform goes on without it. */
  const runBeside = (spec: ChildSpec) => {
    const child = startChild(spec, place, () => {});
    pids.set(spec.name, describeProcess(spec.name, child.pid));
    beside.add(child);
    publish();
    child.exited.then((exit) => {
      beside.delete(child);
      pids.delete(spec.name);
      record({ event: 'ended', process: spec.name, ...exit });
      if (exit.code !== 0 && !stopping) {
        console.log(
          `${spec.name} ended early; the reason stands in logs/${spec.name}.log of the data folder`,
        );
      }
    });
  };

  const stop = async () => {
    stopping = true;
    const named = (prefix: string) => kept.filter((child) => child.name.startsWith(prefix));
    await Promise.all([
      ...[...beside].map((child) => stopChild(child, graceMs.beside)),
      ...named('edge').map((child) => child.stop(graceMs.edge)),
      ...named('api').map((child) => child.stop(graceMs.api)),
      ...named('signer').map((child) => child.stop(graceMs.beside)),
    ]);
    await Promise.all(named('engine').map((child) => child.stop(graceMs.engine)));
    removeRuntime(plan.folder.runtime);
  };

  const assemble = async (): Promise<Platform> => {
    const engine =
      plan.mongodbUri === null
        ? keep(
            'engine',
            () => engineSpec(plan),
            () => {},
          )
        : null;
    let port = plan.port; // once a free port was taken, a restarted edge must take the same one
    edge = keep(
      'edge',
      () => edgeSpec({ ...plan, port }),
      () => tellEdge(),
    );
    const [engineSaid, edgeSaid] = await Promise.all([engine?.firstListening, edge.firstListening]);
    port = numberFrom(edgeSaid['port'], port);
    const found: Setting = {
      root: plan.root,
      folder: plan.folder,
      runDir: plan.runDir,
      mongodbUri: plan.mongodbUri ?? String(engineSaid?.['uri']),
      origin: `http://localhost:${port}`,
      port,
      demoKey: plan.demoKey,
    };
    setting = found;
    const prepared = plan.isPrepared
      ? null
      : await runOnce(prepareSpec(found, plan.demo, plan.mongodbUri === null), place);

    const apis = Array.from({ length: plan.api }, (_, index) => {
      const name = `api-${index + 1}`;
      return keep(
        name,
        () => apiSpec(index + 1, found),
        (apiPort) => {
          if (apiPort === null) apiPorts.delete(name);
          else apiPorts.set(name, apiPort);
          tellEdge();
        },
      );
    });
    await Promise.all(apis.map((api) => api.firstListening));
    return {
      origin: found.origin,
      port,
      demoKey: plan.demoKey,
      invitation: typeof prepared?.['invitation'] === 'string' ? prepared['invitation'] : null,
      runInBackground: () => {
        keep(
          'signer',
          () => signerSpec(found),
          () => {},
        );
        if (plan.demo) runBeside(demoSpec(found));
        runBeside(reportSpec(found));
      },
      stop,
    };
  };

  try {
    const assembled = assemble();
    const first = await Promise.race([assembled, signalled]);
    if (first !== 'signalled') return first;
    assembled.catch(() => {}); // it was told to stop while starting; that a child then fails is no news
    await stop();
    return 'stopped';
  } catch (error) {
    await stop();
    throw error;
  }
}

function numberFrom(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}
