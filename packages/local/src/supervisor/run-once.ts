// Runs a child to its end. What it has to tell is one JSON object, its last line on stdout.

import { type ChildPlace, type ChildSpec, startChild } from './child.ts';

/** Rejects with the child's own last words when it does not exit with 0. */
export async function runOnce(
  spec: ChildSpec,
  place: ChildPlace,
): Promise<Readonly<Record<string, unknown>>> {
  const child = startChild(spec, place, () => {});
  let output = '';
  child.process.stdout?.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  const exit = await child.exited;
  if (exit.code !== 0) {
    throw new Error(
      exit.lastWords || `The ${spec.name} process ended by ${exit.signal ?? `exit code ${exit.code}`}.`,
    );
  }
  const lastLine = output.trim().split('\n').at(-1) ?? '';
  return lastLine.startsWith('{') ? JSON.parse(lastLine) : {};
}
