// Which resources a word of a question stands for: a logical id, a name, an ARN or a pattern over them. What the word
// reaches is asked about one resource at a time, because each stands behind policies of its own.

import { isCalled } from '../../model/names.ts';
import type { Place } from '../../model/place.ts';
import { property } from '../../model/resources.ts';
import { hasToken, text, unknownReason } from '../../read/cloudformation/value.ts';
import type { ActionList } from '../access/actions/action-list.ts';
import { readPattern } from '../access/policy/pattern.ts';
import type { Target } from '../access/symbolic/who-can.ts';
import type { AccessModel } from './access-model.ts';
import type { GuardedResource } from './guarded-resources.ts';
import { placeholderAccount, unsaidRegion } from './home.ts';
import { tagsOf } from './identities.ts';
import { mayMeet, openNames } from './made-up-names.ts';
import { hiddenPolicy } from './policy-values.ts';

/** One resource of a question, and what each group of actions is done to there. */
export interface AskedTarget {
  readonly name: string;
  readonly place: Place | undefined;
  readonly parts: readonly { readonly actions: readonly string[]; readonly resources: readonly string[] }[];
  /** More than one where it is not known how the resource is guarded: the answer holds in all of them. */
  readonly targets: readonly Target[];
}

/** Services that know policies at their resources: without one in sight nothing is certain. */
const withResourcePolicies = new Set(
  [
    'acm-pca apigateway backup bedrock-agentcore cloudtrail codeartifact codebuild dynamodb ecr ecr-public',
    'elasticfilesystem es events execute-api glacier glue kafka kinesis kms lambda lex logs mediastore',
    'network-firewall redshift redshift-serverless rekognition s3 s3-object-lambda s3-outposts s3express s3tables',
    's3vectors sagemaker schemas secretsmanager serverlessrepo ses signer sns sqs ssm sts verifiedpermissions',
    'vpc-lattice vpc-lattice-svcs wafv2 xray',
  ].flatMap((line) => line.split(' ')),
);

/** `names`: actions as published. Undefined: the word names nothing that these actions are done to. */
export function askedTargets(
  names: readonly string[],
  asked: string,
  model: AccessModel,
  actions: ActionList,
): readonly AskedTarget[] | undefined {
  // What AWS checks against `*` alone reaches no single thing, and no policy that stands at one.
  const alone = names.filter((name) => actions.forms.takesNoResource(name));
  if (alone.length === 0) return targetsOf(names, asked, model, actions);
  if (asked !== '*')
    return alone.length === names.length ? undefined : targetsOf(names, asked, model, actions);
  const others = names.filter((name) => !alone.includes(name));
  return [
    ...(others.length > 0 ? (targetsOf(others, asked, model, actions) ?? []) : []),
    ...undeclaredTargets(alone, asked, model),
  ];
}

function targetsOf(
  names: readonly string[],
  asked: string,
  model: AccessModel,
  actions: ActionList,
): readonly AskedTarget[] | undefined {
  const word = atHome(asked, model);
  const services = new Set(names.map(serviceOf));
  const fitting = model.guarded.filter(({ arn }) => services.has(serviceOfArn(arn)) || isRole(arn, services));
  const called = fitting.filter(({ resource }) => isCalled(word, resource, model.spelling.nameOf(resource)));
  if (called.length > 0) return called.map((it) => declaredTarget(it, formsOf(it, names, actions), model));
  if (word !== '*' && !word.startsWith('arn:')) return undefined;
  // A name that AWS makes up may fall under the pattern: asked as well, under its own name.
  const whole = fitting.filter(({ arn }) => word === '*' || mayCover(word, arn));
  const within = fitting.flatMap((it) => {
    const resource = whole.includes(it) ? undefined : insideOf(it.arn, word);
    return resource === undefined
      ? []
      : [declaredTarget(it, [{ actions: names, resources: [resource] }], model)];
  });
  const found = [...whole.map((it) => declaredTarget(it, formsOf(it, names, actions), model)), ...within];
  return found.length > 0 ? found : undeclaredTargets(names, word, model);
}

/** Templates that do not say their account and region stand in those that the question names. */
function atHome(word: string, { accounts }: AccessModel): string {
  if (accounts.some(({ account }) => account !== placeholderAccount)) return word;
  return word.replace(
    /^(arn:[^:]*:[^:]*:)([a-z0-9-]*)(:)(\d*)(?=:)/,
    (_, head: string, region: string, colon: string, account: string) =>
      `${head}${region && unsaidRegion}${colon}${account && placeholderAccount}`,
  );
}

const serviceOf = (action: string): string => action.slice(0, action.indexOf(':')).toLowerCase();
const serviceOfArn = (arn: string): string => arn.split(':')[2] ?? '';
/** A role is a resource of IAM, and of the service that lends it. */
const isRole = (arn: string, services: ReadonlySet<string>): boolean =>
  services.has('sts') && /^arn:[^:]*:iam::\d*:role\//.test(arn);

/** What actions are done to at a resource: the thing itself, or what lies in it. */
function formsOf({ type, arn }: GuardedResource, names: readonly string[], actions: ActionList) {
  if (type === 'AWS::S3::Bucket') {
    const isObject = (name: string) => actions.objectActions.has(name.toLowerCase());
    return [
      { actions: names.filter(isObject), resources: [`${arn}/*`] },
      { actions: names.filter((name) => !isObject(name)), resources: [arn] },
    ].filter((part) => part.actions.length > 0);
  }
  const inside: Readonly<Record<string, readonly string[]>> = {
    'AWS::Logs::LogGroup': [`${arn}:*`],
    'AWS::Lambda::Function': [`${arn}:*`],
    'AWS::DynamoDB::Table': [`${arn}/*`],
  };
  return [{ actions: names, resources: [arn, ...(inside[type] ?? [])] }];
}

function declaredTarget(
  guarded: GuardedResource,
  parts: AskedTarget['parts'],
  { membershipOf, spelling, toldName }: AccessModel,
): AskedTarget {
  const { account, policies, restrictsPublic } = guarded;
  const { organization, resourceControl } = membershipOf(account);
  const tags = comparedTags(guarded, spelling);
  const region = regionOf(guarded.arn);
  const target: Target = {
    facts: {
      account,
      ...(organization !== undefined && { organization }),
      ...(tags && { tags }),
      ...(region !== undefined && { region }),
    },
    resourceControl,
    ...(policies && { resource: policies }),
  };
  const blocks = restrictsPublic === undefined ? [true, false] : [restrictsPublic];
  return {
    name: toldName(guarded.resource),
    place: guarded.place,
    parts,
    targets: blocks.map((restrictPublicBuckets) => ({ ...target, restrictPublicBuckets })),
  };
}

/** Tags of a bucket are compared only where it says so: by default S3 takes them for accounting alone. */
function comparedTags({ type, resource }: GuardedResource, spelling: AccessModel['spelling']) {
  if (type !== 'AWS::S3::Bucket') return tagsOf(resource, spelling);
  const status = property(resource, 'AbacStatus');
  if (text(status) === 'Enabled') return tagsOf(resource, spelling);
  return hasToken(resource.key) && unknownReason(status) === undefined ? {} : undefined;
}

/** What nothing in the input declares: its own policy, if its service knows one, is not known. */
function undeclaredTargets(
  names: readonly string[],
  word: string,
  model: AccessModel,
): readonly AskedTarget[] {
  const named = /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(word)?.[1];
  const accounts = named === undefined ? model.accounts.map(({ account }) => account) : [named];
  const guarded = word !== '*' && names.some((name) => withResourcePolicies.has(serviceOf(name)));
  const reason = `${word} is not in the input, so the policy that stands at it is not known`;
  return accounts.map((account) => {
    const { organization, resourceControl } = model.membershipOf(account);
    return {
      name: accounts.length > 1 ? `${word} in account ${account}` : word,
      place: undefined,
      parts: [{ actions: names, resources: [word] }],
      targets: [
        {
          facts: {
            account,
            ...(organization !== undefined && { organization }),
            // Of everything that a pattern covers, some may carry the tags.
            ...(/[*?]/.test(word) && { tags: 'any' as const }),
          },
          resourceControl,
          ...(guarded && { resource: [hiddenPolicy(word, reason)] }),
        },
      ],
    };
  });
}

/** Where the API of a regional resource is called; undefined where the input leaves it open. */
const regionOf = (arn: string): string | undefined => /^arn:[^:]*:[^:]*:([a-z0-9-]+):/.exec(arn)?.[1];

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
function mayCover(word: string, arn: string): boolean {
  if (!/[*?]/.test(word)) return word === arn;
  const options = { dialect: 'glob', variables: false } as const;
  const open = openNames(arn.replaceAll(unsaidRegion, '*').replaceAll(placeholderAccount, '*'));
  return mayMeet(readPattern(word, options).tokens, open);
}

/** The part of a resource that an ARN names, spelt as the resource's own policies spell it. */
function insideOf(arn: string, word: string): string | undefined {
  const source = arn
    .split(new RegExp(`(⟦[^⟧]*⟧|${placeholderAccount})`))
    .map((piece) => (piece === unsaidRegion || piece === placeholderAccount ? '[^:]*' : escaped(piece)))
    .join('');
  const rest = new RegExp(`^${source}(|[/:].*)$`, 's').exec(word)?.[1];
  return rest === undefined ? undefined : `${arn}${rest}`;
}
