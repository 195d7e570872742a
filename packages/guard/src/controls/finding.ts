// How controls say what they found, and how findings about single resources become one about all of them:
// one refutation refutes, one unknown leaves the whole unknown, and only all proved is proved.

import type { Place } from '../model/place.ts';
import type { Certificate, Step } from '../reason/answer.ts';
import type { Finding, Witness } from './control.ts';

export const proved = (
  resources: readonly Place[],
  reason: string,
  certificates: readonly Certificate[] = [],
): Finding => ({
  verdict: 'proved',
  resources,
  reason,
  certificates,
});

export const refuted = (
  resources: readonly Place[],
  kind: Witness['kind'],
  summary: string,
  path: readonly Step[] = [],
): Finding => ({
  verdict: 'refuted',
  resources,
  witness: { kind, summary, path },
});

export const unknown = (resources: readonly Place[], reason: string): Finding => ({
  verdict: 'unknown',
  resources,
  reason,
});

export const notJudged = (reason: string): Finding => ({ verdict: 'not-judged', reason });

/** One finding for many; `nothing` says what was looked for when there is nothing to judge. */
export function all(findings: readonly Finding[], nothing: string): Finding {
  const judged = findings.filter(({ verdict }) => verdict !== 'not-judged');
  if (judged.length === 0) return notJudged(nothing);
  const broken = judged.flatMap((finding) => (finding.verdict === 'refuted' ? finding : []));
  const [first, ...more] = broken;
  if (first) {
    const others = more.length === 0 ? '' : ` ${more.length} more of this kind.`;
    return {
      verdict: 'refuted',
      resources: distinct(broken.flatMap(({ resources }) => resources)),
      witness: { ...first.witness, summary: `${first.witness.summary}${others}` },
    };
  }
  const open = judged.flatMap((finding) => (finding.verdict === 'unknown' ? finding : []));
  if (open.length > 0) {
    return unknown(
      distinct(open.flatMap(({ resources }) => resources)),
      [...new Set(open.map(({ reason }) => reason))].join('; '),
    );
  }
  const good = judged.flatMap((finding) => (finding.verdict === 'proved' ? finding : []));
  return proved(
    distinct(good.flatMap(({ resources }) => resources)),
    [...new Set(good.map(({ reason }) => reason))].join('; '),
    good.flatMap(({ certificates }) => certificates),
  );
}

function distinct(places: readonly Place[]): Place[] {
  return [
    ...new Map(
      places.map((place) => [`${place.file}:${place.line}:${place.id}:${place.path}`, place]),
    ).values(),
  ];
}
