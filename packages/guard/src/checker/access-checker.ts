// Checks the answers of the access engine from the raw policies. Imports nothing from the engine and shares no code
// with it. Invariant: what is accepted is true; a right certificate in a form this file cannot follow is refused.

import {
  authorize,
  type Known,
  knownValue,
  regimeOf as regimeWith,
  statementsOf,
} from './access-authorization.ts';
import { dimensionKey, keyKinds, laws, published, publishedNames, resourceKinds } from './access-kinds.ts';
import {
  type Asker,
  type Condition,
  conditionsOf,
  holds,
  type Json,
  selects,
  type Value,
} from './access-statements.ts';
import { matches, readPattern, type Truth } from './access-texts.ts';

export interface CheckedQuestion {
  readonly principal: Asker & {
    readonly uniqueId?: string;
    readonly tags?: Json;
    readonly organization?: Json | null;
    readonly serviceLinked?: boolean;
  };
  readonly resource: { readonly account: string; readonly tags?: Json; readonly organization?: Json | null };
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly context?: Readonly<Record<string, Value | null>>;
  /** Policy documents as JSON. */
  readonly documents: Readonly<
    Record<'identity' | 'boundary' | 'session' | 'resource' | 'endpoint', readonly unknown[] | undefined>
  > & {
    readonly serviceControl: readonly (readonly unknown[])[];
    readonly resourceControl: readonly (readonly unknown[])[];
  };
  readonly restrictPublicBuckets?: boolean;
}

export interface CheckedDimension {
  readonly kind: string;
  readonly key?: string;
  readonly values: readonly Value[];
}
export type CheckedCover = null | {
  readonly dimension: number;
  readonly pieces: readonly { readonly points: readonly number[]; readonly cover: CheckedCover }[];
};
export type CheckedCertificate = readonly {
  readonly actions: readonly string[];
  readonly dimensions: readonly CheckedDimension[];
  readonly cover: CheckedCover;
}[];

const regimeOf = (question: CheckedQuestion, action: string) =>
  regimeWith(question, action, published.resourceControlled);

/** Undefined when no request of the question can be allowed; otherwise what is wrong with the certificate. */
export function checkCannot(question: CheckedQuestion, certificate: CheckedCertificate): string | undefined {
  const covered = new Set(certificate.flatMap(({ actions }) => actions));
  const asked = question.actions.flatMap((action) =>
    /[*?]/.test(action)
      ? publishedNames.filter(
          (name) =>
            matches(
              readPattern(action, 'glob', true, () => null),
              name,
            ) > 0,
        )
      : [action],
  );
  const missing = asked.find((action) => !covered.has(action));
  if (missing !== undefined) return `no part speaks of ${missing}`;
  for (const part of certificate) {
    const wrong = checkPart(question, part);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

/** Undefined when AWS allows the request; otherwise why it does not. */
export function checkCan(
  question: CheckedQuestion,
  request: { action: string; resource: string; context: Readonly<Record<string, Value>> },
): string | undefined {
  const given = new Map(
    Object.entries(request.context).map(([key, value]) => [key.toLowerCase(), value] as const),
  );
  const know = (key: string): Known => {
    const known = knownValue(question, key);
    return known.free ? { free: false, value: given.get(key) ?? null } : known;
  };
  const lookup = lookupOf(know);
  const truth = (statement: Json): Truth =>
    Math.min(
      selects(statement, 'Action', request.action, lookup),
      selects(statement, 'Resource', request.resource, lookup),
      ...conditionsOf(statement).map((condition) => fixedTruth(condition, know, lookup)),
    ) as Truth;
  const { granted, denied } = authorize(question, regimeOf(question, request.action), truth, truth);
  if (denied > 0) return 'a deny applies, or may';
  return granted === 2 ? undefined : 'a layer that must allow does not, or only may';
}

const lookupOf = (know: (key: string) => Known) => (key: string) => {
  const { free, value } = know(key);
  return free || value === undefined ? undefined : typeof value === 'string' ? value : null;
};
const fixedTruth = (
  condition: Condition,
  know: (key: string) => Known,
  lookup: (key: string) => string | null | undefined,
): Truth => {
  const { free, value } = know(condition.key);
  return free ? 2 : value === undefined ? 1 : holds(condition, value ?? undefined, lookup);
};

function checkPart(
  question: CheckedQuestion,
  { actions, dimensions, cover }: CheckedCertificate[number],
): string | undefined {
  const regimes = actions.map((action) => regimeOf(question, action));
  const [regime] = regimes;
  if (regime === undefined || regimes.some((other) => other !== regime))
    return 'a part mixes actions that are decided differently';
  const know = (key: string) => knownValue(question, key);
  const lookup = lookupOf(know);
  const counting = statementsOf(question, regime);
  const conditions = new Map([...counting, ...laws].map((statement) => [statement, conditionsOf(statement)]));
  const onDimension = (statement: Json, { kind, key }: CheckedDimension, value: Value): Truth => {
    if (kind !== 'key')
      return selects(statement, kind === 'action' ? 'Action' : 'Resource', String(value), lookup);
    const own = (conditions.get(statement) ?? []).filter((condition) => dimensionKey(condition.key) === key);
    return Math.min(
      2,
      ...own.map((condition) =>
        holds(
          condition,
          condition.key === 'aws:epochtime' && typeof value === 'string'
            ? String(Date.parse(value) / 1000)
            : value,
          lookup,
        ),
      ),
    ) as Truth;
  };
  const keys = new Set(dimensions.map(({ key }) => key));
  const lawsHere = laws.filter((law) => (conditions.get(law) ?? []).every(({ key }) => keys.has(key)));
  let relevant = [
    ...counting.filter(
      (statement) =>
        Math.min(
          2,
          ...(conditions.get(statement) ?? []).map((condition) => fixedTruth(condition, know, lookup)),
        ) > 0,
    ),
    ...lawsHere,
  ];

  for (const kind of ['action', 'resource', 'key'] as const) {
    for (const dimension of dimensions.filter((one) => one.kind === kind)) {
      const kinds =
        kind === 'action'
          ? actions
          : kind === 'resource'
            ? resourceKinds(question, relevant, lookup)
            : keyKinds(
                dimension.key ?? '',
                relevant.flatMap((statement) => conditions.get(statement) ?? []),
                know,
                lookup,
              );
      const column = (value: Value) =>
        relevant.map((statement) => onDimension(statement, dimension, value)).join('');
      const represented = new Set(dimension.values.map(column));
      const lost = kinds.find((value) => !represented.has(column(value)));
      if (lost !== undefined) return `${dimension.key ?? kind}: nothing stands for ${JSON.stringify(lost)}`;
      if (kinds.includes(undefined) && !represented.has(column(undefined)))
        return `${dimension.key}: nothing stands for its absence`;
      relevant = relevant.filter((statement) =>
        kinds.some((value) => onDimension(statement, dimension, value) > 0),
      );
    }
    if (!dimensions.some((one) => one.kind === kind) && kind !== 'key') return `no dimension for the ${kind}`;
  }
  const lacking = relevant
    .flatMap((statement) => conditions.get(statement) ?? [])
    .find(({ key }) => know(key).free && !keys.has(dimensionKey(key)));
  if (lacking) return `no dimension for ${lacking.key}`;

  const settled = (statement: Json) =>
    Math.min(2, ...(conditions.get(statement) ?? []).map((condition) => fixedTruth(condition, know, lookup)));
  const blocked = (box: readonly (readonly number[])[]): boolean => {
    const bound = (statement: Json, pick: (...truths: number[]) => number): Truth =>
      Math.min(
        settled(statement),
        ...dimensions.map((dimension, index) =>
          pick(
            ...(box[index] ?? []).map((point) => onDimension(statement, dimension, dimension.values[point])),
          ),
        ),
      ) as Truth;
    if (box.some((points) => points.length === 0) || lawsHere.some((law) => bound(law, Math.min) === 2))
      return true;
    const { granted, denied } = authorize(
      question,
      regime,
      (statement) => bound(statement, Math.max),
      (statement) => bound(statement, Math.min),
    );
    return granted === 0 || denied === 2;
  };
  return checkCover(
    cover,
    dimensions.map(({ values }) => values.map((_, index) => index)),
    blocked,
  );
}

function checkCover(
  cover: CheckedCover,
  box: readonly (readonly number[])[],
  blocked: (box: readonly (readonly number[])[]) => boolean,
): string | undefined {
  if (cover === null) return blocked(box) ? undefined : `a piece is not blocked: ${JSON.stringify(box)}`;
  const here = new Set(box[cover.dimension]);
  for (const { points } of cover.pieces) for (const point of points) here.delete(point);
  if (here.size > 0) return 'the pieces leave points out';
  for (const piece of cover.pieces) {
    const wrong = checkCover(
      piece.cover,
      box.map((points, index) => (index === cover.dimension ? piece.points : points)),
      blocked,
    );
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}
