// Known weaknesses of what ships, against the time in which each must be mended (docs/security-decisions.md, Parts of
// others; OWASP ASVS 15.1.1, 15.2.1). Pure: what the registry answered, what is on record, which day it is → one sentence for
// each that breaks the promise. The clock of an advisory starts on the day it was first seen, so it is on record with that day.

/** Days in which a published weakness that ships must be mended. */
export const remedyDays = { critical: 2, high: 7, moderate: 30, low: 30 } as const;

export type Severity = keyof typeof remedyDays;

export interface Advisory {
  readonly id: string;
  readonly package: string;
  readonly severity: Severity;
}

/** An advisory somebody has seen and is mending. */
export interface SeenAdvisory extends Advisory {
  /** The day, as in 2026-11-28. */
  readonly seen: string;
  /** What is done about it until it is mended. */
  readonly note: string;
}

/** The advisories in the answer of `npm audit --json`, each once; a sentence when it is no such answer. */
export function advisoriesIn(answer: unknown): readonly Advisory[] | string {
  const { vulnerabilities, message } = (answer ?? {}) as {
    readonly vulnerabilities?: Readonly<Record<string, { readonly via?: readonly unknown[] }>>;
    readonly message?: unknown;
  };
  if (vulnerabilities === undefined) return typeof message === 'string' ? message : 'no answer came';
  const found = Object.values(vulnerabilities).flatMap(({ via }) => (via ?? []).flatMap(advisoryIn));
  return [...new Map(found.map((each) => [`${each.package} ${each.id}`, each])).values()];
}

/** A `via` is an advisory, or the name of a package that has one. */
function advisoryIn(via: unknown): readonly Advisory[] {
  if (typeof via !== 'object' || via === null) return [];
  const { url, source, name, severity } = via as Readonly<Record<string, unknown>>;
  const id = typeof url === 'string' ? url.split('/').at(-1) : undefined;
  const known = typeof severity === 'string' && severity in remedyDays;
  return [
    {
      id: id ?? String(source),
      package: String(name),
      severity: known ? (severity as Severity) : 'critical', // a word we do not know is no reason to wait
    },
  ];
}

export function dueOf({ seen, severity }: Pick<SeenAdvisory, 'seen' | 'severity'>): string {
  const due = new Date(`${seen}T00:00:00Z`);
  due.setUTCDate(due.getUTCDate() + remedyDays[severity]);
  return due.toISOString().slice(0, 10);
}

/** `reported`: null when the registry could not be asked; what is on record is judged all the same. */
export function breachesOf(
  reported: readonly Advisory[] | null,
  seen: readonly SeenAdvisory[],
  today: string,
): readonly string[] {
  const same = (a: Advisory, b: Advisory) => a.id === b.id && a.package === b.package;
  const unseen = (reported ?? []).filter((each) => !seen.some((other) => same(each, other)));
  const gone = reported === null ? [] : seen.filter((each) => !reported.some((other) => same(each, other)));
  return [
    ...unseen.map(
      (each) =>
        `${each.id} (${each.severity}) in ${each.package} is not on record. Mend it, or put it into tools/advisories/seen.json as seen on ${today}: it must then be mended by ${dueOf({ ...each, seen: today })}.`,
    ),
    ...seen
      .filter((each) => today > dueOf(each))
      .map(
        (each) =>
          `${each.id} (${each.severity}) in ${each.package}, seen on ${each.seen}, had to be mended by ${dueOf(each)}. Take a version without it, or the part out.`,
      ),
    ...gone.map(
      (each) =>
        `${each.id} in ${each.package} is no longer reported. Take it out of tools/advisories/seen.json.`,
    ),
  ];
}
