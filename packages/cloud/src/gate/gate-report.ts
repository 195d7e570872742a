// What the gate says: counts for each tool, then one sentence for each thing that is not in order.

import type { Accepted } from './accepted.ts';
import type { Finding, ToolReport } from './finding.ts';
import type { Judgement } from './judge.ts';

export const usage = `Slow checks of the templates of all environments, offline after the first run.

  npm run gate [-- --complete]

  CDK's built-in validation; cdk-nag with its acknowledgements; Checkov and cfn-lint at pinned versions, in a private Python environment under .cache
  (skipped, and said so in the last line, where there is no Python of 3.9 or later or no package index in reach; an installation
  that goes wrong fails). Each finding is fixed or stands with its reason in packages/cloud/src/gate/accepted.ts; an entry that
  nothing needs any more fails too.

  --complete  a skipped tool fails: for a pipeline, whose machine has both
  --help      this text

Exit codes: 0 every finding is decided, 1 one is not, a decision is stale or a tool failed, 64 usage.
`;

export function asText(
  reports: readonly ToolReport[],
  skipped: readonly string[],
  judgement: Judgement,
): string {
  const { undecided, unused, expired, acceptedFindings } = judgement;
  const lines = [
    ...reports.map(counts),
    ...skipped.map((what) => `SKIPPED ${what}`),
    ...undecided.map(undecidedSentence),
    ...unused.map((entry) => `${name(entry)}: no finding needs it any more; remove it from accepted.ts.`),
    ...expired.map(
      (entry) => `${name(entry)}: its day ${entry.expires} has passed; fix the finding, or decide anew.`,
    ),
    `${acceptedFindings} findings decided, ${undecided.length} not; ${unused.length + expired.length} stale decisions`,
  ];
  return `${lines.join('\n')}\n`;
}

/** The last line: whoever reads nothing else must not take half a gate for a whole one. */
export function verdict(passes: boolean, skipped: readonly string[]): string {
  const outcome = passes ? 'gate passed' : 'gate FAILED';
  return skipped.length === 0 ? outcome : `${outcome}, INCOMPLETE: ${skipped.join('; ')}`;
}

function counts({ tool, version, passed, findings }: ToolReport): string {
  const checks = new Set(findings.map(({ check }) => check)).size;
  const ofPassed = passed === undefined ? '' : `${passed} checks passed, `;
  return `${tool} ${version}: ${ofPassed}${findings.length} findings of ${checks} rules`;
}

function undecidedSentence({ tool, check, environment, stack, resource, message }: Finding): string {
  return `${tool} ${check} at ${environment}/${stack} ${resource}: ${message}; fix it, or list it with a reason in accepted.ts.`;
}

function name({ tool, check, stack, resource }: Accepted): string {
  return `${tool} ${check} for ${stack} ${resource}`;
}
