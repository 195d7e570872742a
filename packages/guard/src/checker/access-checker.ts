// Checks the answers of the access engine from the raw policies. Imports nothing from the engine and shares no code
// with it. Invariant: what is accepted is true; a right certificate in a form this file cannot follow is refused.
//
// Checked are: that the values of each dimension stand for everything a request can be, that the pieces of the cover
// leave no point out, and that in every piece some layer that must allow does not, or some deny applies.

import type { CheckedDimension, CheckedQuestion, CheckedRequest } from './reading/access-question.ts';
import { actionsOf, decisionOn, type Reading, readingOf, regimeFor } from './reading/access-reading.ts';
import type { Json } from './reading/access-statements.ts';
import { least, type Truth } from './reading/access-texts.ts';

export type CheckedCover = null | {
  readonly dimension: number;
  readonly pieces: readonly { readonly points: readonly number[]; readonly cover: CheckedCover }[];
};
export type CheckedCertificate = readonly {
  readonly actions: readonly string[];
  readonly dimensions: readonly CheckedDimension[];
  readonly cover: CheckedCover;
}[];

/** The points of each dimension that a piece holds. */
type Piece = readonly (readonly number[])[];

/** Undefined when AWS allows the request; otherwise why it does not. */
export function checkCan(question: CheckedQuestion, request: CheckedRequest): string | undefined {
  const { granted, denied } = decisionOn(question, request);
  if (denied > 0) return 'a deny applies, or may';
  return granted === 2 ? undefined : 'a layer that must allow does not, or only may';
}

/** Undefined when no request of the question can be allowed; otherwise what is wrong with the certificate. */
export function checkCannot(question: CheckedQuestion, certificate: CheckedCertificate): string | undefined {
  const covered = new Set(certificate.flatMap(({ actions }) => actions));
  const missing = actionsOf(question).find((action) => !covered.has(action));
  if (missing !== undefined) return `no part speaks of ${missing}`;
  return firstWrong(certificate, ({ actions, dimensions, cover }) => {
    const [regime, ...others] = new Set(actions.map((action) => regimeFor(question, action)));
    if (regime === undefined || others.length > 0) return 'a part mixes actions that are decided differently';
    const reading = readingOf(question, regime);
    const keys = new Set(dimensions.map(({ key }) => key));
    const laws = reading.laws.filter((law) => reading.keysOf(law).every(({ key }) => keys.has(key)));
    return (
      checkDimensions(reading, laws, actions, dimensions) ??
      checkCover(
        cover,
        dimensions.map(({ values }) => values.map((_, point) => point)),
        (piece) => isBlocked(reading, laws, dimensions, piece),
      )
    );
  });
}

/** Whether the values stand for all that statements can tell apart; dimension by dimension, fewer statements count. */
function checkDimensions(
  reading: Reading,
  laws: readonly Json[],
  actions: readonly string[],
  dimensions: readonly CheckedDimension[],
): string | undefined {
  let counting = [...reading.statements, ...laws];
  const ordered = ['action', 'resource', 'key'].map((kind) => dimensions.filter((one) => one.kind === kind));
  if (ordered[0]?.length !== 1 || ordered[1]?.length !== 1 || ordered.flat().length < dimensions.length)
    return 'not one dimension for the action, one for the resource and the rest for keys';
  const wrong = firstWrong(ordered.flat(), (dimension) => {
    const kinds = dimension.kind === 'action' ? actions : reading.kinds(dimension, counting);
    const column = (value: (typeof kinds)[number]) =>
      counting.map((statement) => reading.on(statement, dimension, value)).join('');
    const represented = new Set(dimension.values.map(column));
    const lost = kinds.findIndex((value) => !represented.has(column(value)));
    if (lost >= 0)
      return `${dimension.key ?? dimension.kind}: nothing stands for ${JSON.stringify(kinds[lost]) ?? 'its absence'}`;
    counting = counting.filter((statement) =>
      kinds.some((value) => reading.on(statement, dimension, value) > 0),
    );
    return undefined;
  });
  if (wrong !== undefined) return wrong;
  const keys = new Set(dimensions.map(({ key }) => key));
  const lacking = counting.flatMap(reading.keysOf).find(({ key, isFree }) => isFree && !keys.has(key));
  return lacking && `no dimension for ${lacking.key}`;
}

/** Whether no request of the piece is allowed, whichever of its points it is. */
function isBlocked(
  reading: Reading,
  laws: readonly Json[],
  dimensions: readonly CheckedDimension[],
  piece: Piece,
): boolean {
  const bound = (statement: Json, pick: (...truths: number[]) => number): Truth =>
    least([
      reading.settled(statement),
      ...dimensions.map((dimension, index) => {
        const at = (point: number) => reading.on(statement, dimension, dimension.values[point]);
        return pick(...(piece[index] ?? []).map(at)) as Truth;
      }),
    ]);
  if (piece.some((points) => points.length === 0) || laws.some((law) => bound(law, Math.min) === 2))
    return true;
  const { granted, denied } = reading.decide(
    (statement) => bound(statement, Math.max),
    (statement) => bound(statement, Math.min),
  );
  return granted === 0 || denied === 2;
}

function checkCover(
  cover: CheckedCover,
  piece: Piece,
  isEmpty: (piece: Piece) => boolean,
): string | undefined {
  if (cover === null) return isEmpty(piece) ? undefined : `a piece is not blocked: ${JSON.stringify(piece)}`;
  const { dimension, pieces } = cover;
  const kept = new Set(pieces.flatMap(({ points }) => points));
  if ((piece[dimension] ?? []).some((point) => !kept.has(point))) return 'the pieces leave points out';
  return firstWrong(pieces, ({ points, cover: inner }) => {
    const part = piece.map((all, index) => (index === dimension ? points : all));
    return checkCover(inner, part, isEmpty);
  });
}

function firstWrong<T>(items: Iterable<T>, check: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const wrong = check(item);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}
