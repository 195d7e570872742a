// A decision as a formula over statements: and, or, statement. Invariant: monotone; denies stand beside it, so adding
// an allow never closes and adding a deny never opens.

import type { Statement } from '../policy/statement.ts';
import { both, every, maybe, no, some, type Truth } from '../truth.ts';

export type Layer =
  /** AWS itself, where it takes the request from no caller of the kind. */
  | 'caller'
  | 'identity'
  | 'boundary'
  | 'session'
  | 'resource'
  | 'serviceControl'
  | 'resourceControl'
  | 'endpoint'
  | 'publicAccessBlock';

export interface Leaf {
  readonly statement: Statement;
  readonly layer: Layer;
  /** At most this certain, however well action, resource and conditions match. */
  readonly limit: Truth;
}

export type Formula =
  | { readonly kind: 'leaf'; readonly leaf: Leaf }
  | { readonly kind: 'all' | 'any'; readonly parts: readonly Formula[]; readonly layer?: Layer }
  | { readonly kind: 'fixed'; readonly truth: Truth; readonly layer: Layer; readonly reason: string };

export const all = (parts: readonly Formula[], layer?: Layer): Formula => ({
  kind: 'all',
  parts,
  ...(layer && { layer }),
});
export const any = (parts: readonly Formula[], layer?: Layer): Formula => ({
  kind: 'any',
  parts,
  ...(layer && { layer }),
});
export const fixed = (truth: Truth, layer: Layer, reason: string): Formula => ({
  kind: 'fixed',
  truth,
  layer,
  reason,
});

/** The limit comes from an element that is known only to be possible, or from a doubtful statement. */
export function leafOf(statement: Statement, layer: Layer, limit: Truth): Leaf {
  return { statement, layer, limit: statement.doubt === undefined ? limit : both(limit, maybe) };
}

export function truthOfFormula(formula: Formula, truthOfLeaf: (leaf: Leaf) => Truth): Truth {
  if (formula.kind === 'leaf') return truthOfLeaf(formula.leaf);
  if (formula.kind === 'fixed') return formula.truth;
  const part = (inner: Formula) => truthOfFormula(inner, truthOfLeaf);
  return formula.kind === 'all' ? every(formula.parts, part) : some(formula.parts, part);
}

export function leavesOf(formula: Formula): readonly Leaf[] {
  if (formula.kind === 'leaf') return [formula.leaf];
  return formula.kind === 'fixed' ? [] : formula.parts.flatMap(leavesOf);
}

/** The statements that hold a formula up. */
export function supporting(formula: Formula, truthOfLeaf: (leaf: Leaf) => Truth): readonly Leaf[] {
  if (formula.kind === 'fixed') return [];
  if (truthOfFormula(formula, truthOfLeaf) === no) return [];
  if (formula.kind === 'leaf') return [formula.leaf];
  return formula.parts.flatMap((part) => supporting(part, truthOfLeaf));
}

/** The layers that grant nothing where a grant was needed. */
export function missingLayers(formula: Formula, truthOfLeaf: (leaf: Leaf) => Truth): readonly Layer[] {
  if (formula.kind === 'leaf' || truthOfFormula(formula, truthOfLeaf) !== no) return [];
  if (formula.kind === 'fixed' || formula.layer) return formula.layer ? [formula.layer] : [];
  return [...new Set(formula.parts.flatMap((part) => missingLayers(part, truthOfLeaf)))];
}
