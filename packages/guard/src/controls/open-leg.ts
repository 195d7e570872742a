// A leg of the intended way as a finding: proved when it is open from every subnet to every subnet.

import type { Leg } from '../reason/intended-way.ts';
import type { Finding } from './control.ts';
import { all, proved, refuted, unknown } from './finding.ts';

export function openLeg({ from, to, port, reaches }: Leg): Finding {
  const way = `${from.name} → ${to.name} on tcp ${port}`;
  // AWS tells the id of that group to nobody but the one who looks it up, so a template can only be taken at its word.
  const assumption =
    from.kind === 'vpc-origin' ? ", taking the group that the template looks up for CloudFront's" : '';
  return all(
    reaches.map(({ answer }) => {
      if (answer.kind === 'open') return proved([to.place], `${way} is open${assumption}`);
      if (answer.kind === 'unknown') return unknown([to.place], answer.reasons.join('; '));
      const blockers = answer.blockers.map(({ text }) => text).join('; ');
      return refuted([from.place, to.place], 'setting', `${way} is blocked: ${blockers}.`, answer.blockers);
    }),
    'no leg',
  );
}
