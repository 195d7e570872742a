// Which function a text of a template or a recorded answer means: by name, by ARN, by an alias or a version of it.

import { propertyText, type Resources } from '../../model/resources.ts';
import type { Resource } from '../../read/closed-world.ts';
import type { Spelling } from '../accounts/spelling.ts';

/** Undefined: none that is declared. `hidden`: the text is known only at deployment. */
export function functionNamed(
  written: string | undefined,
  resources: Resources,
  spelling: Spelling,
): Resource | 'hidden' | undefined {
  const qualified = written === undefined ? undefined : resources.byKey.get(written);
  if (qualified && /^AWS::Lambda::(Alias|Version)$/.test(qualified.type))
    return functionNamed(propertyText(qualified, 'FunctionName'), resources, spelling);
  const named = spelling.known(written);
  if (named === undefined) return 'hidden';
  return resources
    .ofType('AWS::Lambda::Function')
    .find((it) =>
      [spelling.arnOf(it), spelling.nameOf(it), it.key].some(
        (name) => name !== undefined && (named === name || named.startsWith(`${name}:`)),
      ),
    );
}
