// `{{resolve:service:…}}` inside a text. A plain parameter of Systems Manager is followed to the template that declares
// it; secrets and secure strings are never in a template, so the text they stand in is unknown.

import { longestText } from './budget.ts';
import { scalarValue, text, unknownReason, unknownValue, type Value } from './value.ts';

const reference = /\{\{resolve:([a-z-]+):([^{}]*)\}\}/g;

export function resolveDynamic(
  written: string,
  line: number,
  stored: (path: string) => Value | undefined,
): Value {
  let hidden: string | undefined;
  let length = written.length;
  const filled = written.replace(reference, (whole, service: string, path: string) => {
    if (hidden !== undefined) return whole;
    // `name:3` pins a version; which one the declared value is, no template says.
    const value = service === 'ssm' && !path.includes(':') ? stored(path) : undefined;
    const known = text(value);
    length += known?.length ?? 0;
    if (known === undefined) hidden = unknownReason(value) ?? `${whole} is resolved at deployment`;
    else if (length > longestText) hidden = `${whole} makes a text of more than ${longestText} characters`;
    return known ?? whole;
  });
  return hidden === undefined ? scalarValue(filled, line) : unknownValue(hidden, line);
}
