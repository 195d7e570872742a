// Runs the text of a function as it stands in the template, with stand-ins for what AWS gives it, and returns the lines
// it would have written into its log.

import { Buffer } from 'node:buffer';
import { createRequire } from 'node:module';
import type { LogLine } from './data-points.ts';

export type Surroundings = {
  readonly variables: Readonly<Record<string, string>>;
  /** AWS SDK packages by name; anything else comes from Node. */
  readonly packages?: Readonly<Record<string, unknown>>;
};

const requireOfNode = createRequire(import.meta.url);

export async function runFunction(
  group: string,
  source: string,
  { variables, packages = {} }: Surroundings,
): Promise<readonly LogLine[]> {
  const lines: LogLine[] = [];
  const module: { handler?: (event: unknown) => Promise<void> } = {};
  const require = (name: string) => packages[name] ?? requireOfNode(name);
  const console = {
    log: (text: string) => lines.push({ group, atMs: Date.now(), line: JSON.parse(text) as LogLine['line'] }),
  };
  new Function('exports', 'require', 'console', 'process', 'Buffer', source)(
    module,
    require,
    console,
    { env: variables },
    Buffer,
  );
  if (module.handler === undefined) throw new Error('The text exports no handler.');
  await module.handler({});
  return lines;
}
