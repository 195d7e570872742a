// The oracle: tries every request of a small universe with an evaluator of its own, written from AWS's documentation
// and importing nothing from the engine. Obvious on purpose; it only remembers what it has matched before.

// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables are written like this

import {
  type AccessCase,
  type CasePrincipal,
  type Document,
  type Json,
  keyUniverse,
  resourcePrefix,
  shortTexts,
} from './access-case.ts';

export interface OracleRequest {
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

/** A request of the universe that AWS would allow, if there is one. */
export function findAllowed(
  given: AccessCase,
  isWanted: (request: OracleRequest) => boolean = () => true,
): OracleRequest | undefined {
  const wanted = globToRegExp(given.resource, false);
  const resources =
    given.service === 'trust'
      ? [resourcePrefix.trust]
      : shortTexts.map((text) => resourcePrefix[given.service] + text).filter((text) => wanted.test(text));
  const keys = Object.keys(keyUniverse).filter((key) => mentions(given, key));
  for (const action of given.actions) {
    for (const context of contexts(keys)) {
      for (const resource of resources) {
        const request = { action, resource, context };
        if (isPossible(request) && isWanted(request) && isAllowed(given, request)) return request;
      }
    }
  }
  return undefined;
}

/** Of the actions of the sample none lists: S3 publishes these keys for the actions that do. */
export const isFormed = ({ action, context }: OracleRequest): boolean =>
  !action.startsWith('s3:') || !('s3:prefix' in context || 's3:max-keys' in context);

const isPossible = ({ context }: OracleRequest): boolean =>
  !('aws:sourcevpce' in context && 'aws:sourceip' in context);

const mentions = (given: AccessCase, key: string): boolean =>
  JSON.stringify(given).toLowerCase().includes(key);

function* contexts(keys: readonly string[]): Generator<OracleRequest['context']> {
  const [first, ...rest] = keys;
  if (first === undefined) return yield {};
  for (const others of contexts(rest)) {
    for (const value of keyUniverse[first] ?? [])
      yield value === undefined ? others : { ...others, [first]: value };
  }
}

export function isAllowed(given: AccessCase, request: OracleRequest): boolean {
  const { principal } = given;
  const inside = principal.kind !== 'service' && principal.kind !== 'anonymous';
  const context = fullContext(given, request.context);
  const matching = (document: Document | undefined, effect: string) =>
    (document?.Statement ?? []).filter(
      (statement) => statement['Effect'] === effect && applies(statement, request, context),
    );
  const named = (document: Document | undefined, effect: string) =>
    matching(document, effect)
      .map((statement) => nameOf(statement, principal, given.boundary !== undefined && inside))
      .filter((how) => how !== 'not');
  if (principal.kind === 'root' && request.action === 'sts:AssumeRole') return false;
  if (principal.kind === 'anonymous' && /^(kms|ec2):/.test(request.action)) return false;
  const governed =
    inside &&
    !(principal.kind === 'role' && principal.serviceLinked) &&
    principal.managementAccount !== principal.account;
  const limited =
    !request.action.startsWith('ec2') && !(principal.kind === 'role' && principal.serviceLinked);
  const ceilings = [
    ...(governed
      ? given.serviceControl.map((level) => [matching(level, 'Allow'), matching(level, 'Deny')])
      : []),
    ...(limited ? given.resourceControl.map((level) => [named(level, 'Allow'), named(level, 'Deny')]) : []),
    ...(given.endpoint ? [[named(given.endpoint, 'Allow'), named(given.endpoint, 'Deny')]] : []),
  ];
  const identity = principal.kind === 'root' ? undefined : given.identity;
  const travelling = inside ? [identity, given.boundary, given.session] : [];
  const denied = [
    ...travelling.map((document) => matching(document, 'Deny')),
    named(given.resourcePolicy, 'Deny'),
  ];
  if (denied.some((list) => list.length > 0) || ceilings.some(([, deny]) => (deny?.length ?? 0) > 0))
    return false;
  if (ceilings.some(([allow]) => (allow?.length ?? 0) === 0)) return false;

  const closed =
    given.restrictPublicBuckets && isPublic(given.resourcePolicy) && principal.kind !== 'service';
  const grants = named(given.resourcePolicy, 'Allow');
  if (!inside) return !closed && grants.includes('exactly');
  const withinLimits =
    (!given.boundary || matching(given.boundary, 'Allow').length > 0) &&
    (!given.session || matching(given.session, 'Allow').length > 0);
  const own = (principal.kind === 'root' || matching(identity, 'Allow').length > 0) && withinLimits;
  if (principal.account !== given.resourceAccount) return own && !closed && grants.length > 0;
  if (grants.includes('exactly') || (grants.includes('role') && withinLimits)) return true;
  const delegated = request.action.startsWith('kms') || request.action.startsWith('sts');
  return own && (!delegated || grants.includes('account'));
}

type How = 'not' | 'account' | 'role' | 'exactly';

function nameOf(statement: Json, principal: CasePrincipal, hasBoundary: boolean): How {
  const inside = principal.kind !== 'service' && principal.kind !== 'anonymous';
  const arn = `arn:aws:iam::${principal.account}:${principal.kind}/${principal.name}`;
  const session = `arn:aws:sts::${principal.account}:assumed-role/${principal.name}/${principal.session}`;
  const how = (name: string): How => {
    if (name === '*') return 'exactly';
    if (principal.kind === 'service') return name === 'logs.amazonaws.com' ? 'exactly' : 'not';
    if (!inside) return 'not';
    if (name === principal.account || name === `arn:aws:iam::${principal.account}:root`) return 'account';
    if (principal.kind === 'role' && name === arn) return 'role';
    return (principal.kind === 'role' && name === session) || (principal.kind === 'user' && name === arn)
      ? 'exactly'
      : 'not';
  };
  const spared = statement['NotPrincipal'];
  if (spared !== undefined)
    return hasBoundary || names(spared).every((name) => how(name) === 'not') ? 'exactly' : 'not';
  const found = names(statement['Principal']).map(how);
  return (['exactly', 'role', 'account'] as const).find((kind) => found.includes(kind)) ?? 'not';
}

function names(principal: unknown): readonly string[] {
  return typeof principal === 'string'
    ? [principal]
    : Object.values(principal as Json).flatMap((value) => value as string[]);
}

function isPublic(document: Document | undefined): boolean {
  return (document?.Statement ?? []).some((statement) => {
    const condition = (statement['Condition'] ?? {}) as Readonly<
      Record<string, Readonly<Record<string, readonly string[]>>>
    >;
    // None of the blocks in the sample is wider than /8.
    const blocks = condition['IpAddress']?.['aws:SourceIp'];
    const endpoints =
      condition['StringEquals']?.['aws:SourceVpce'] ??
      condition['StringEqualsIgnoreCase']?.['aws:SourceVpce'];
    const patterns = [
      condition['StringLike']?.['aws:SourceVpce'],
      condition['ArnLike']?.['aws:PrincipalArn'],
      condition['ArnEquals']?.['aws:PrincipalArn'],
    ];
    const tied =
      blocks || endpoints || patterns.some((texts) => texts?.every((text) => !/[*?]/.test(text)) ?? false);
    return statement['Effect'] === 'Allow' && statement['Principal'] === '*' && !tied;
  });
}

type Values = ReadonlyMap<string, string | readonly string[]>;

const completed = new WeakMap<OracleRequest['context'], Values>();

/** What AWS adds to a request of this principal. One context object belongs to one principal. */
function fullContext({ principal }: AccessCase, context: OracleRequest['context']): Values {
  const known = completed.get(context);
  if (known) return known;
  const values = new Map(Object.entries(context));
  if (principal.kind === 'user') values.set('aws:username', principal.name);
  const arn = {
    user: `user/${principal.name}`,
    role: `role/${principal.name}`,
    root: 'root',
    service: '',
    anonymous: '',
  }[principal.kind];
  if (arn !== '') values.set('aws:principalarn', `arn:aws:iam::${principal.account}:${arn}`);
  const tagged = principal.kind === 'user' || principal.kind === 'role';
  if (tagged && principal.tags['team'] !== undefined)
    values.set('aws:principaltag/team', principal.tags['team']);
  // Only signed requests carry it.
  if (principal.kind === 'anonymous') values.delete('aws:multifactorauthpresent');
  completed.set(context, values);
  return values;
}

interface Remembered {
  readonly actions: Map<string, boolean>;
  readonly resources: Map<string, boolean>;
  readonly contexts: WeakMap<Values, boolean>;
}

const remembered = new WeakMap<Json, Remembered>();

function applies(statement: Json, { action, resource }: OracleRequest, context: Values): boolean {
  const memory = remembered.get(statement) ?? {
    actions: new Map(),
    resources: new Map(),
    contexts: new WeakMap(),
  };
  remembered.set(statement, memory);
  const place = `${resource} ${context.get('aws:sourcevpce')}`;
  const inAction = memory.actions.get(action) ?? selects(statement, 'Action', action, context);
  memory.actions.set(action, inAction);
  if (!inAction) return false;
  const inContext = memory.contexts.get(context) ?? meets(statement, context);
  memory.contexts.set(context, inContext);
  if (!inContext) return false;
  const inResource = memory.resources.get(place) ?? selects(statement, 'Resource', resource, context);
  memory.resources.set(place, inResource);
  return inResource;
}

function selects(statement: Json, element: 'Action' | 'Resource', value: string, context: Values): boolean {
  const hits = (patterns: unknown) =>
    [patterns]
      .flat()
      .some((pattern) => resolved(String(pattern), context, element === 'Action')?.test(value) ?? false);
  const [wanted, unwanted] = [statement[element], statement[`Not${element}`]];
  return (wanted === undefined || hits(wanted)) && (unwanted === undefined || !hits(unwanted));
}

function meets(statement: Json, context: Values): boolean {
  return Object.entries((statement['Condition'] ?? {}) as Json).every(([operator, keys]) =>
    Object.entries(keys as Json).every(([key, values]) =>
      holds(operator, context.get(key.toLowerCase()), [values].flat() as string[], context),
    ),
  );
}

function holds(
  written: string,
  value: string | readonly string[] | undefined,
  wanted: readonly string[],
  context: Values,
): boolean {
  if (written === 'Null') return wanted[0] === String(value === undefined);
  const [set, rest] = written.includes(':') ? (written.split(':') as [string, string]) : ['', written];
  const operator = rest.replace('IfExists', '');
  const negated = operator.includes('Not');
  const one = (text: string) =>
    wanted.some((pattern) => compare(operator.replace('Not', ''), text, pattern, context)) !== negated;
  if (value === undefined) return set === '' ? negated || rest.endsWith('IfExists') : set === 'ForAllValues';
  if (set === '') return typeof value === 'string' && one(value);
  const all = [value].flat();
  return set === 'ForAllValues' ? all.every(one) : all.some(one);
}

function compare(operator: string, text: string, pattern: string, context: Values): boolean {
  if (operator === 'IpAddress') return inBlock(text, pattern);
  if (operator.startsWith('Arn')) {
    const [parts, wanted] = [text.split(':'), pattern.split(':')];
    return wanted.every((part, index) => globToRegExp(part, false).test(parts[index] ?? ''));
  }
  if (operator === 'StringLike') return resolved(pattern, context, false)?.test(text) ?? false;
  if (operator.startsWith('String') || operator === 'Bool') {
    const literal = substitute(pattern, context);
    return operator === 'StringEquals' ? literal === text : literal?.toLowerCase() === text.toLowerCase();
  }
  const [a, b] = operator.startsWith('Date')
    ? [Date.parse(text), Date.parse(pattern)]
    : [Number(text), Number(pattern)];
  const order = operator.replace('Numeric', '').replace('Date', '');
  return (
    {
      Equals: a === b,
      LessThan: a < b,
      LessThanEquals: a <= b,
      GreaterThan: a > b,
      GreaterThanEquals: a >= b,
    }[order] ?? false
  );
}

function inBlock(address: string, block: string): boolean {
  const [base = '', length] = block.split('/');
  const bits = (text: string) =>
    text.includes(':')
      ? `6${text
          .replace('::', ':0:0:0:0:0:0:')
          .split(':')
          .slice(0, 8)
          .map((group) =>
            Number.parseInt(group || '0', 16)
              .toString(2)
              .padStart(16, '0'),
          )
          .join('')}`
      : `4${text
          .split('.')
          .map((part) => Number(part).toString(2).padStart(8, '0'))
          .join('')}`;
  const whole = bits(base);
  return bits(address).startsWith(whole.slice(0, 1 + Number(length ?? whole.length - 1)));
}

const variable = /\$\{([^},]+)(?:, '([^']*)')?\}/g;

/** The text with its variables; undefined when one has no value. */
function substitute(pattern: string, context: Values): string | undefined {
  let complete = true;
  const text = pattern.replace(variable, (_, key: string, fallback?: string) => {
    if (key === '*') return '\u0001';
    const value = context.get(key.toLowerCase());
    if (typeof value === 'string') return value;
    if (fallback === undefined) complete = false;
    return fallback ?? '';
  });
  return complete ? text.replaceAll('\u0001', '*') : undefined;
}

function resolved(pattern: string, context: Values, fold: boolean): RegExp | undefined {
  // The values the universe gives to variables hold no wildcards; only an escaped star must not become one.
  const text = substitute(pattern.replaceAll('${*}', '\u0002'), context);
  return text === undefined ? undefined : globToRegExp(text, fold);
}

const memory = new Map<string, RegExp>();

function globToRegExp(glob: string, fold: boolean): RegExp {
  const key = `${fold} ${glob}`;
  const known = memory.get(key);
  if (known) return known;
  const source = glob
    .replace(/[\\^$.+()[\]{}|]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
    .replaceAll('\u0002', '\\*');
  const made = new RegExp(`^${source}$`, fold ? 'is' : 's');
  memory.set(key, made);
  return made;
}
