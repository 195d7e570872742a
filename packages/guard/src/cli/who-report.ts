// The answers of `guard who` as text and as data. schema/who.schema.json describes the data.

import { formatBlock } from '../addresses.ts';
import type { Place } from '../model/place.ts';
import type { Decision } from '../reason/access/decide/decide.ts';
import type { Leaf } from '../reason/access/decide/formula.ts';
import type { Condition } from '../reason/access/policy/statement.ts';
import type { AccessRequest } from '../reason/access/request/request.ts';
import { shownText } from '../reason/accounts/home.ts';
import { statementPlace } from '../reason/accounts/policy-values.ts';
import type { PrincipalAnswer, WhoAnswer } from '../reason/accounts/who.ts';

export interface AnswersOfWorld {
  readonly world: string;
  readonly answers: readonly WhoAnswer[];
}

export interface WhoReport {
  readonly action: string;
  readonly resource: string;
  /** The endpoint that the question speaks of. */
  readonly through: string | undefined;
  readonly answered: readonly AnswersOfWorld[];
  /** What the input declares where nothing reads it: whoever stands there is not in the answer. */
  readonly outOfSight: readonly string[];
}

/** What every answer takes as given. */
const assumptions = [
  'what the input does not declare is absent, control policies of an organisation included',
  'no KMS grants, no access points, no object ACLs',
  'AWS publishes no actions beside the list that ships with guard',
];

export function whoText(report: WhoReport, tellsAll: boolean): string {
  const lines = report.answered.flatMap(({ world, answers }) => [
    ...(world === '' ? [] : [`when ${world}:`]),
    ...answers.flatMap((answer) => targetLines(report, answer, tellsAll)),
  ]);
  const hidden = report.outOfSight.map((reason) => `unknown  whoever stands out of sight: ${reason}`);
  return [...lines, ...hidden, `taken as given: ${assumptions.join('; ')}`, ''].join('\n');
}

function targetLines(
  { action, through }: WhoReport,
  { target, principals }: WhoAnswer,
  tellsAll: boolean,
): readonly string[] {
  const where = target.place ? `  ${placeText(target.place)}` : '';
  const told = principals.filter(({ verdict }) => tellsAll || verdict !== 'cannot');
  const silent = principals.length - told.length;
  const declared = principals.filter(({ verdict, stranger }) => verdict === 'cannot' && !stranger).length;
  return [
    `${action} on ${shownText(target.name)}${through === undefined ? '' : ` through ${through}`}${where}`,
    ...told.flatMap(principalLines),
    ...(told.length === 0 ? ['  nobody can'] : []),
    ...(silent > 0
      ? [
          `  cannot   ${declared} declared principals, ${silent - declared} kinds of strangers (--all lists them)`,
        ]
      : []),
  ];
}

function principalLines(answer: PrincipalAnswer): readonly string[] {
  const head = `  ${answer.verdict.padEnd(8)} ${nameOf(answer)}${answer.place ? `  ${placeText(answer.place)}` : ''}`;
  if (answer.verdict === 'unknown')
    return [head, ...answer.reasons.map((reason) => `             ${shownText(reason)}`)];
  if (answer.verdict === 'cannot')
    return [head, ...whyNot(answer.decision).map((line) => `             ${line}`)];
  const { request, decision, through } = answer;
  const given = Object.entries(request.context).map(
    ([key, value]) => `             with ${key} = ${shownText([value].flat().join(', '))}`,
  );
  return [
    head,
    // What a stranger's own account allows is taken for granted, and stands in no file.
    ...decision.deciding
      .filter(({ statement }) => !answer.stranger || statementPlace(statement))
      .map((leaf) => `             ${leafText(leaf, 'allows')}`),
    ...(decision.deciding.length === 0 ? ['             as the owner of the account'] : []),
    ...given,
    ...(through ? [`             through ${through.id}  ${placeText(through.place)}`] : []),
  ];
}

function whyNot(decision: Decision | undefined): readonly string[] {
  if (!decision) return ['whatever the request carries, no policy allows it'];
  if (decision.outcome === 'explicitDeny') return decision.deciding.map((leaf) => leafText(leaf, 'denies'));
  return [`not allowed by: ${decision.missing.map((layer) => layerNames[layer]).join(', ') || 'any policy'}`];
}

const layerNames: Readonly<Record<Leaf['layer'], string>> = {
  caller: 'AWS, which takes no such request from this kind of caller',
  identity: 'its own policies',
  boundary: 'its permissions boundary',
  session: 'its session policy',
  resource: 'the policy of the resource',
  serviceControl: 'a service control policy',
  resourceControl: 'a resource control policy',
  endpoint: 'the policy of the endpoint',
  publicAccessBlock: 'S3 Block Public Access',
};

function leafText({ statement }: Leaf, verb: string): string {
  const place = statementPlace(statement);
  const conditions = statement.conditions.map(conditionText).join(' and ');
  const when = conditions === '' ? '' : ` when ${conditions}`;
  return shownText(
    `${statement.policy}, statement ${statement.id}, ${verb} it${when}${place ? `  ${placeText(place)}` : ''}`,
  );
}

function conditionText({ key, operator, quantifier, ifExists, values }: Condition): string {
  const prefix = quantifier === 'one' ? '' : quantifier === 'all' ? 'ForAllValues:' : 'ForAnyValue:';
  const texts = values.map((value) => {
    if (value.kind === 'text') return value.pattern.source;
    if (value.kind === 'number')
      return operator.reads === 'instant' ? new Date(value.number).toISOString() : String(value.number);
    if (value.kind === 'presence') return String(value.absent);
    return value.kind === 'unresolved' ? `<${value.reason}>` : formatBlock(value);
  });
  return `${prefix}${operator.name}${ifExists ? 'IfExists' : ''} ${key} ${texts.join(' or ')}`;
}

const placeText = ({ file, line }: Place): string => `${file}:${line}`;

/** A stranger is one of a kind; what is told is the kind. */
export function nameOf({ principal, who: name, stranger, place }: PrincipalAnswer): string {
  if (principal.kind === 'root' && !stranger) return `the root user of ${shownText(principal.account)}`;
  if (place && 'arn' in principal) return `${place.id} (${shownText(principal.arn)})`;
  if (!stranger || !('account' in principal)) return shownText(name);
  const organization = principal.organization ? ` of organisation ${principal.organization.id}` : '';
  const isAnyone = /:role\/anyone$/.test('arn' in principal ? principal.arn : '');
  if (principal.account === nobodysAccount) return `anyone in any other account${organization}`;
  return isAnyone
    ? `anyone in account ${principal.account}${organization}`
    : `${shownText(name)}${organization}`;
}

/** The engine's account for everybody whom no policy names. */
const nobodysAccount = '000000000000';

export function whoJson({ action, resource, through, answered, outOfSight }: WhoReport): object {
  return {
    action,
    resource,
    through: through ?? null,
    worlds: answered.map(({ world, answers }) => ({
      world,
      resources: answers.map(({ target, principals }) => ({
        id: shownText(target.name),
        place: target.place ? placeJson(target.place) : null,
        asked: target.parts.flatMap(({ resources }) => resources.map(shownText)),
        principals: principals.map(principalJson),
      })),
    })),
    outOfSight,
    assumptions,
  };
}

const placeJson = ({ file, line, id, type, path }: Place) => ({ file, line, id, type, path });

function principalJson(answer: PrincipalAnswer): object {
  const common = {
    verdict: answer.verdict,
    principal: nameOf(answer),
    kind: answer.principal.kind,
    declared: !answer.stranger,
    place: answer.place ? placeJson(answer.place) : null,
  };
  if (answer.verdict === 'unknown') return { ...common, reasons: answer.reasons.map(shownText) };
  if (answer.verdict === 'cannot')
    return {
      ...common,
      deniedBy: answer.decision?.deciding.map(leafJson) ?? [],
      notAllowedBy: answer.decision?.missing ?? [],
    };
  return {
    ...common,
    request: requestJson(answer.request),
    through: answer.through ? placeJson(answer.through.place) : null,
    allowedBy: answer.decision.deciding.map(leafJson),
  };
}

const requestJson = ({ action, resource, context }: AccessRequest) => ({
  action,
  resource: shownText(resource),
  context: Object.fromEntries(
    Object.entries(context).map(([key, value]) => [
      key,
      typeof value === 'string' ? shownText(value) : value.map(shownText),
    ]),
  ),
});

function leafJson({ layer, statement }: Leaf) {
  const place = statementPlace(statement);
  return {
    layer,
    policy: shownText(statement.policy),
    statement: statement.id,
    conditions: statement.conditions.map((condition) => shownText(conditionText(condition))),
    place: place ? placeJson(place) : null,
  };
}
