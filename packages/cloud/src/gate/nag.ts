// What cdk-nag finds and what was decided about it, read from the tree of a built app: findings before any
// acknowledgement is heard, and every acknowledgement CDK itself holds, whoever wrote it and wherever it stands.

import { type App, Stack, Stage, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, type NagPack, NIST80053R5Checks } from 'cdk-nag';
import type { IConstruct } from 'constructs';

/** More would mean that the rules are argued with instead of kept. */
export const mostDecisions = 25;

export interface NagFinding {
  /** Rule id, with the finding in brackets where the rule reports several. */
  readonly rule: string;
  readonly path: string;
}

export interface Acknowledged {
  readonly rule: string;
  readonly path: string;
  readonly reason: string;
  /** Empty when it was not written with `acknowledge`. */
  readonly owner: string;
  readonly expires: string;
  /** On a whole App, Stage or Stack, where it would also silence what nobody has seen yet. */
  readonly wide: boolean;
}

/** How a pack is asked. */
type Ask = (pack: NagPack) => NagPack;

const deaf: Ask = (pack) => Object.defineProperty(pack, 'isAcknowledged', { value: () => false });
const hearing: Ask = (pack) => pack;

function ask(app: App, how: Ask): readonly NagFinding[] {
  return [new AwsSolutionsChecks(app), new NIST80053R5Checks(app)].flatMap((pack) =>
    how(pack)
      .validateScope(app)
      .violations.flatMap(({ ruleName, violatingResources }) =>
        violatingResources.map(({ constructPath = '' }) => ({ rule: ruleName, path: constructPath })),
      ),
  );
}

/** Everything the packs see, decided or not. */
export const nagFindings = (app: App) => ask(app, deaf);

/** What nobody decided about. */
export const openNagFindings = (app: App) => ask(app, hearing);

/** Ids of the template validation that comes with CDK; all others are cdk-nag's. */
export const validationPrefix = 'CloudFormation-Validate::';

/** The one that CDK writes itself, on a stack whose zones are asked for: a zone is meant to stand in a template. */
const ofCdkItself = `${validationPrefix}W3010`;

/** Acknowledgements of cdk-nag and of the built-in validation, but CDK's own. */
export function acknowledgedIn(app: IConstruct): readonly Acknowledged[] {
  return app.node.findAll().flatMap((construct) =>
    construct.node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.entries(Object(data)))
      .map(([id, text]) => {
        const [, reason = String(text), owner = '', expires = ''] =
          /^(.*) \(([a-z-]+), until (\d{4}-\d{2}-\d{2})\)$/s.exec(String(text)) ?? [];
        const wide = Stage.isStage(construct) || Stack.isStack(construct); // an App is a Stage
        const rule = id.replace(/^annotation::/i, '');
        return { rule, path: construct.node.path, reason, owner, expires, wide };
      })
      .filter(({ owner, rule }) => rule !== ofCdkItself || owner !== ''),
  );
}

/** Decisions about cdk-nag. One rule for one reason is one, on however many constructs and findings of the rule it stands. */
export function decisionsIn(acknowledged: readonly Acknowledged[]): ReadonlySet<string> {
  const ofNag = acknowledged.filter(({ rule }) => !rule.startsWith(validationPrefix));
  return new Set(ofNag.map(({ reason, rule }) => `${rule.replace(/\[.*\]$/s, '')} ${reason}`));
}

export interface NagReport {
  readonly findings: readonly NagFinding[];
  readonly open: readonly NagFinding[];
  readonly acknowledged: readonly Acknowledged[];
}

export function nagReport(app: App): NagReport {
  return { findings: nagFindings(app), open: openNagFindings(app), acknowledged: acknowledgedIn(app) };
}

/** One sentence for each thing that is not in order. */
export function nagMistakes({ acknowledged, open }: NagReport, today: string): readonly string[] {
  const decisions = decisionsIn(acknowledged).size;
  return [
    ...open.map(
      ({ path, rule }) => `cdk-nag ${rule} at ${path}: fix it, or acknowledge it there with a reason.`,
    ),
    ...acknowledged
      .filter(({ wide }) => wide)
      .map(
        ({ path, rule }) =>
          `cdk-nag ${rule} at ${path || 'the app'}: given an acknowledgement on an App, Stage or Stack, allowed is one construct; acknowledge where the finding is.`,
      ),
    ...acknowledged
      .filter(({ expires }) => expires < today)
      .map(
        ({ expires, path, rule }) =>
          `cdk-nag ${rule} at ${path}: ${expires === '' ? 'its acknowledgement has no owner and no day' : `its day ${expires} has passed`}; fix the finding, or decide anew.`,
      ),
    ...(decisions > mostDecisions
      ? [
          `cdk-nag: given ${decisions} decisions, allowed are ${mostDecisions}; keep a rule instead of arguing with it.`,
        ]
      : []),
  ];
}

export function nagLine({ acknowledged, findings, open }: NagReport): string {
  const wide = acknowledged.filter((one) => one.wide).length;
  const rules = new Set(findings.map(({ rule }) => rule.replace(/\[.*\]$/s, ''))).size;
  return `cdk-nag: ${findings.length} findings of ${rules} rules, ${open.length} without acknowledgement; ${decisionsIn(acknowledged).size} decisions (rule and reason) of at most ${mostDecisions}; ${wide} on an App, Stage or Stack`;
}
