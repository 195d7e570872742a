// Holds what real processes write into their log against the contract's table: an event or a field it does not name is
// a breach, wherever a journey happened to cause it.

import { lineFields, logLines } from '@cool/contract/telemetry';

/** One sentence for each line that says more than it may. */
export function unnamedInLog(output: string): readonly string[] {
  const breaches = output
    .split('\n')
    .filter((text) => text.startsWith('{'))
    .flatMap((text) => {
      const line = JSON.parse(text) as Readonly<Record<string, unknown>>;
      const fields = (logLines as Readonly<Record<string, readonly string[]>>)[String(line['event'])];
      if (fields === undefined) return [`event ${String(line['event'])} is not in logLines of the contract`];
      return Object.keys(line)
        .filter((field) => ![...lineFields, ...fields].includes(field))
        .map(
          (field) => `field ${field} of event ${String(line['event'])} is not in logLines of the contract`,
        );
    });
  return [...new Set(breaches)];
}
