// What `npm run advisories` does, with the world handed in: the registry's answer, the day, where words go.

import { advisoriesIn, breachesOf, dueOf, type SeenAdvisory } from './judge.ts';

export interface World {
  /** What npm answered, as it came; undefined when it was nothing. */
  readonly askRegistry: () => unknown;
  readonly seen: readonly SeenAdvisory[];
  /** As in 2026-11-28. */
  readonly today: string;
  readonly say: (line: string) => void;
  readonly complain: (line: string) => void;
}

const usage = `npm run advisories [-- --strict]

Compares what ships with the weaknesses published for it. Without an answer of the registry the comparison is skipped, which
is said; with --strict it fails.`;

/** The exit code. */
export function runAdvisories(args: readonly string[], world: World): number {
  const { askRegistry, seen, today, say, complain } = world;
  if (args.includes('--help')) {
    say(usage);
    return 0;
  }
  const unknown = args.filter((arg) => arg !== '--strict');
  if (unknown.length > 0) {
    complain(`npm run advisories: unknown "${unknown.join(' ')}"; allowed: --strict, --help.`);
    return 64;
  }
  const answer = advisoriesIn(askRegistry());
  const reported = typeof answer === 'string' ? null : answer;
  const breaches = breachesOf(reported, seen, today);
  for (const breach of breaches) complain(breach);
  for (const each of seen) say(`${each.id} in ${each.package}: to be mended by ${dueOf(each)}.`);
  if (reported === null) {
    say(
      `advisories: SKIPPED, the registry did not answer (${String(answer)}). On record and judged: ${seen.length}. Ask again where it answers: npm run advisories`,
    );
    return breaches.length > 0 || args.includes('--strict') ? 1 : 0;
  }
  say(`advisories: ${reported.length} published for what ships, ${breaches.length} beyond their time.`);
  return breaches.length > 0 ? 1 : 0;
}
