// Which layers must allow, and which may deny: the access checker's own account of it.
// Imports nothing from the engine.

import { parseCidr } from '../../addresses.ts';
import type { CheckedQuestion } from './access-question.ts';
import { type Condition, conditionsOf, type Json, listOf, namesAsker } from './access-statements.ts';
import { least, type Truth } from './access-texts.ts';

const max = (truths: readonly Truth[]): Truth => Math.max(0, ...truths) as Truth;

function statementsIn(documents: readonly unknown[] | undefined): readonly Json[] {
  return (documents ?? []).flatMap((document) => {
    const { Version, Statement } = document as Json;
    if (Version !== '2012-10-17' && JSON.stringify(document).includes('$'))
      throw new Error('a policy of the old version with a "$" is not checked');
    return listOf(Statement).map((statement) => {
      const { Effect } = statement as Json;
      if (Effect !== 'Allow' && Effect !== 'Deny')
        throw new Error('a statement whose effect is unresolved is not checked');
      return statement as Json;
    });
  });
}

const remembered = new WeakMap<object, readonly Json[]>();
const read = (documents: readonly unknown[] | undefined): readonly Json[] => {
  if (!documents) return [];
  const known = remembered.get(documents) ?? statementsIn(documents);
  remembered.set(documents, known);
  return known;
};

const trust = /^(assumerole(withsaml|withwebidentity)?|tagsession|setsourceidentity)$/;

/** Actions of one regime are decided by the same layers. */
export function regimeOf(
  { documents, resources }: CheckedQuestion,
  action: string,
  controlled: readonly string[],
): string {
  const [service = '', name = ''] = action.toLowerCase().split(':');
  const key =
    service === 'kms' &&
    (documents.resource !== undefined ||
      resources.some((text) => text.includes(':key/') || (/.[*?]/.test(text) && !text.includes(':alias/'))));
  const own = key || (service === 'sts' && trust.test(name));
  const refused =
    action.toLowerCase() === 'sts:assumerole'
      ? 'unsigned,root'
      : signed.test(service) || (service === 'lambda' && name !== 'invokefunctionurl')
        ? 'unsigned'
        : '';
  const limited = controlled.includes(service) && name !== 'retiregrant';
  const isPolicy = service === 's3' && /^(get|put|delete)bucketpolicy$/.test(name);
  const isHome =
    isPolicy || (service === 'kms' && !lent.test(name)) || (service === 'sqs' && kept.test(name));
  return [
    own ? (documents.resource ? 'delegated' : 'missing') : 'plain',
    refused,
    isHome && (isPolicy ? 'home policy' : 'home'),
    limited && 'controlled',
  ].join(' ');
}

/** Done to a key by other accounts as well; done to a queue by its own account alone. */
const lent =
  /^((de|en)crypt|derivesharedsecret|generate.*|reencrypt(from|to)|sign|verify(mac)?|(create|list|retire|revoke)grants?|describekey|getkeyrotationstatus|getpublickey)$/;
const kept =
  /^((add|remove)permission|(cancel|start)messagemovetask|listmessagemovetasks|(create|delete)queue|list(queues|queuetags)|setqueueattributes|(un)?tagqueue)$/;

const signed =
  /^(backup|codebuild|dynamodb|ec2|ecr|events|glacier|glue|iam|kinesis|kms|logs|secretsmanager|ssm)$/;

interface InForce {
  readonly levels: readonly (readonly unknown[])[];
  readonly travelling: readonly (readonly unknown[] | undefined)[];
  readonly named: (statement: Json) => ReturnType<typeof namesAsker>;
  readonly strongest: (statement: Json) => Truth;
}

function inForce({ principal, resource, documents }: CheckedQuestion, regime: string): InForce {
  const inside = principal.account !== undefined;
  const bounded = inside && documents.boundary !== undefined;
  const named = (statement: Json) => namesAsker(statement, principal, bounded);
  const governed =
    inside && !principal.serviceLinked && principal.organization?.['managementAccount'] !== principal.account;
  const limited =
    regime.endsWith(' controlled') &&
    !principal.serviceLinked &&
    resource.organization?.['managementAccount'] !== resource.account;
  return {
    levels: [
      ...(governed ? documents.serviceControl : []),
      ...(limited ? documents.resourceControl : []),
      ...(documents.endpoint ? [documents.endpoint] : []),
    ],
    travelling: inside
      ? [principal.kind === 'root' ? undefined : documents.identity, documents.boundary, documents.session]
      : [],
    named,
    strongest: (statement) => max(Object.values(named(statement))),
  };
}

/** The statements that can count at all; naming the own account counts only where the resource must delegate. */
export function statementsOf(question: CheckedQuestion, regime: string): readonly Json[] {
  const { levels, travelling, named, strongest } = inForce(question, regime);
  const { principal, resource, documents } = question;
  const home = principal.account === resource.account && !regime.startsWith('delegated');
  const attached = read(documents.resource).filter((statement) => {
    const { role, self } = named(statement);
    if (statement['Effect'] === 'Deny' && isKept(question, regime)) return false;
    return home && statement['Effect'] === 'Allow' ? max([role, self]) > 0 : strongest(statement) > 0;
  });
  const own = [...travelling.flatMap(read).filter((statement) => strongest(statement) > 0), ...attached];
  const grants = !takesNoneOf(question, regime);
  return [
    ...own.filter((statement) => grants || statement['Effect'] === 'Deny'),
    ...levels.flatMap(read).filter((statement) => strongest(statement) > 0),
  ];
}

/** AWS takes such a request from nobody of this kind, or from no other account, whatever policies allow. */
const takesNoneOf = ({ principal, resource }: CheckedQuestion, regime: string): boolean =>
  regime.includes({ root: 'root', anonymous: 'unsigned' }[principal.kind] ?? 'nobody') ||
  (regime.includes(' home') && principal.kind !== 'service' && principal.account !== resource.account);

/** No deny of a bucket keeps the root user of its account from its policy. */
const isKept = ({ principal, resource }: CheckedQuestion, regime: string): boolean =>
  regime.includes(' policy') && principal.kind === 'root' && principal.account === resource.account;

/** `grants` and `denies` give the truth of a statement as it counts on either side. */
export function authorize(
  question: CheckedQuestion,
  regime: string,
  grants: (statement: Json) => Truth,
  denies: (statement: Json) => Truth,
): { readonly granted: Truth; readonly denied: Truth } {
  const { principal, resource, documents, restrictPublicBuckets } = question;
  const { levels, travelling, named, strongest } = inForce(question, regime);
  const inside = principal.account !== undefined;
  const allow = (list: readonly unknown[] | undefined, how: (statement: Json) => Truth = strongest): Truth =>
    max(
      read(list).map((statement) =>
        statement['Effect'] === 'Allow' ? least([how(statement), grants(statement)]) : 0,
      ),
    );
  const deny = (list: readonly unknown[] | undefined): Truth =>
    max(
      read(list).map((statement) =>
        statement['Effect'] === 'Deny' ? least([strongest(statement), denies(statement)]) : 0,
      ),
    );

  const attached = isKept(question, regime) ? undefined : documents.resource;
  const denied = max([...travelling, attached, ...levels].map(deny));

  const limits = least([documents.boundary, documents.session].map((list) => (list ? allow(list) : 2)));
  const own = least([principal.kind === 'root' ? 2 : allow(documents.identity), limits]);
  const by = (how: 'account' | 'role' | 'self') =>
    allow(documents.resource, (statement) => named(statement)[how]);
  // Only what is public beyond doubt is taken as shut.
  const shut = restrictPublicBuckets && principal.kind !== 'service' && isPlainlyPublic(documents.resource);
  const foreign = shut ? 0 : max([by('account'), by('role'), by('self')]);
  const delegated: Truth = regime.startsWith('plain') ? 2 : regime.startsWith('missing') ? 1 : by('account');
  const granted = takesNoneOf(question, regime)
    ? 0
    : !inside
      ? shut
        ? 0
        : by('self')
      : principal.account === resource.account
        ? max([least([own, delegated]), by('self'), least([by('role'), limits])])
        : least([own, foreign]);
  return { granted: least([granted, ...levels.map((level) => allow(level))]), denied };
}

const tying =
  /^aws:(principal(orgid|orgpaths|account|arn)|source(arn|account|owner|orgid|orgpaths|vpc|vpce|ip)|userid)$|^s3:(x-amz-server-side-encryption-aws-kms-key-id|dataaccesspoint(arn|account))$/;

/** Fixed values, or blocks no wider than /8 and /32; a value nobody knows counts as fixed. */
function ties({ key, operator, set, ifExists, values }: Condition): boolean {
  if (
    !tying.test(key) ||
    operator.includes('not') ||
    operator === 'null' ||
    set === 'forallvalues' ||
    ifExists
  )
    return false;
  return values.every((value) => {
    const block = operator === 'ipaddress' ? parseCidr(String(value)) : undefined;
    if (block) return block.prefix >= (block.family === 4 ? 8 : 32);
    return (
      typeof value === 'object' ||
      !/[*?$]/.test(String(value)) ||
      (key === 's3:dataaccesspointarn' && /^arn:[^:*?]*:[^:*?]*:[^:]*:\d{12}:/.test(String(value)))
    );
  });
}

function isPlainlyPublic(documents: readonly unknown[] | undefined): boolean {
  const denies = ({ key, operator }: Condition) => tying.test(key) && operator.includes('not');
  const statements = read(documents);
  if (statements.some((one) => one['Effect'] === 'Deny' && conditionsOf(one).some(denies))) return false;
  return statements.some((statement) => {
    const open = JSON.stringify([statement['Principal']]).includes('"*"');
    return statement['Effect'] === 'Allow' && open && !conditionsOf(statement).some(ties);
  });
}
