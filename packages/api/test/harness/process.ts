// One process of a journey: started by its real command, known to stand when it says so, ended by its own pid.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const packageDir = fileURLToPath(new URL('../..', import.meta.url));

/** One process, or several that take turns: each client that asks for the base gets the next one's. */
export interface Process {
  readonly base: string;
  /** Everything the process wrote so far, stdout and stderr. */
  output(): string;
  kill(signal: NodeJS.Signals): Promise<number | null>;
}

/** Each time somebody asks for the base, it is the next one's. */
export function takingTurns(processes: readonly Process[]): Process {
  let turn = -1;
  return {
    get base() {
      turn = (turn + 1) % processes.length;
      return processes[turn]?.base ?? '';
    },
    output: () => processes.map((each) => each.output()).join(''),
    async kill(signal) {
      const [code = null] = await Promise.all(processes.map((each) => each.kill(signal)));
      return code;
    },
  };
}

export async function startProcess(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Process & { readonly said: Readonly<Record<string, unknown>> }> {
  const child = spawn(process.execPath, [...args], {
    cwd: packageDir,
    env: { PATH: process.env['PATH'] ?? '', TMPDIR: tmpdir(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stderr.on('data', (chunk: Buffer) => {
    output += chunk.toString('utf8');
  });
  const said = new Promise<Readonly<Record<string, unknown>>>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      output += `${line}\n`;
      if (line.includes('"event":"listening"')) resolve(JSON.parse(line) as Record<string, unknown>);
    });
    child.once('exit', (code) =>
      reject(new Error(`The process ended with ${code} before it listened: ${output}`)),
    );
  });
  return {
    base: '',
    output: () => output,
    said: await said,
    async kill(signal) {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
      return child.exitCode;
    },
  };
}
