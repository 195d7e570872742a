// What the platform's own logs say of faults; read before the folder of a failed trial is removed.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const enough = 5;

/** The last lines that report a fault, with the log they stand in. */
export function loggedFaults(data: string): readonly string[] {
  const folder = join(data, 'logs');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.log'))
    .flatMap((name) =>
      readFileSync(join(folder, name), 'utf8')
        .split('\n')
        .filter((line) => /"level":"(error|fatal)"|"edge-fault"/.test(line))
        .map((line) => `${name}: ${line}`),
    )
    .slice(-enough);
}
