// Which findings nobody decided about, and which decisions are for nothing. Pure.

import type { Accepted } from './accepted.ts';
import type { Finding, ToolReport } from './finding.ts';

export interface Judgement {
  /** Findings without an entry. */
  readonly undecided: readonly Finding[];
  /** Entries of tools that ran, which no finding needed. */
  readonly unused: readonly Accepted[];
  /** Entries that are needed and past their day. */
  readonly expired: readonly Accepted[];
  readonly acceptedFindings: number;
  readonly passes: boolean;
}

export function judge(
  reports: readonly ToolReport[],
  accepted: readonly Accepted[],
  today: string,
): Judgement {
  const findings = reports.flatMap((report) => report.findings);
  const ran = new Set(reports.map(({ tool }) => tool));
  const needed = accepted.filter((entry) => findings.some((finding) => covers(entry, finding)));
  const undecided = findings.filter((finding) => !accepted.some((entry) => covers(entry, finding)));
  const unused = accepted.filter((entry) => ran.has(entry.tool) && !needed.includes(entry));
  const expired = needed.filter(({ expires }) => expires < today);
  return {
    undecided,
    unused,
    expired,
    acceptedFindings: findings.length - undecided.length,
    passes: undecided.length + unused.length + expired.length === 0,
  };
}

function covers(entry: Accepted, finding: Finding): boolean {
  return (
    entry.tool === finding.tool &&
    entry.check === finding.check &&
    entry.stack === finding.stack &&
    matches(entry.resource, finding.resource)
  );
}

/** Whether a text is what a pattern says, where `*` stands for any run of characters. */
function matches(pattern: string, text: string): boolean {
  const literal = (part: string) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return new RegExp(`^${pattern.split('*').map(literal).join('.*')}$`).test(text);
}
