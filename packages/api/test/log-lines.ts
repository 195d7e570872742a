// Holds what real processes write into their log against the contract's table: an event or a field it does not name is
// a breach, wherever a journey happened to cause it.

import { lineFields, logLines } from '@cool/contract/telemetry';

const known: Readonly<Record<string, readonly string[]>> = logLines;

/** One sentence for each line that says more than it may. */
export function unnamedInLog(output: string): readonly string[] {
  const breaches = output
    .split('\n')
    .filter((text) => text.startsWith('{'))
    .flatMap((text) => {
      const line = JSON.parse(text) as Readonly<Record<string, unknown>>;
      const event = line['event'];
      // The server itself says one thing without an event: that it accepts connections. It may say nothing beside it.
      const fields = event === undefined ? [] : known[String(event)];
      if (fields === undefined) return [`event ${String(event)} is not in logLines of the contract`];
      return Object.keys(line)
        .filter((field) => ![...lineFields, ...fields].includes(field))
        .map(
          (field) => `field ${field} of event ${String(line['event'])} is not in logLines of the contract`,
        );
    });
  return [...new Set(breaches)];
}
