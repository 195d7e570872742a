// What a control is: a claim about an architecture, why it is made, and the proof that judges it. One file, one
// control; the laws over the whole set stand in controls.test.ts.

import type { Model } from '../model/model.ts';
import type { Place } from '../model/place.ts';
import type { Certificate, Step } from '../reason/answer.ts';
import type { Requirement } from '../standards/nist-800-53r5.ts';
import type { PromiseId } from '../threats/promises.ts';
import type { ThreatId } from '../threats/threats.ts';

export type Severity = 'critical' | 'high' | 'medium' | 'low';

/** The kind of input a control judges; without it the control is not judged, which is not the same as proved. */
export type Source = 'template' | 'account' | 'host' | 'running';

export interface Witness {
  readonly kind: 'packet' | 'request' | 'setting' | 'absence';
  /** One or two sentences: what happens, and what lets it happen. */
  readonly summary: string;
  /** What lets it happen, in the order it is met. */
  readonly path: readonly Step[];
}

export type Finding =
  | {
      readonly verdict: 'proved';
      readonly resources: readonly Place[];
      readonly reason: string;
      readonly certificates: readonly Certificate[];
    }
  | { readonly verdict: 'refuted'; readonly resources: readonly Place[]; readonly witness: Witness }
  | { readonly verdict: 'unknown'; readonly resources: readonly Place[]; readonly reason: string }
  | { readonly verdict: 'not-judged'; readonly reason: string };

export interface Example {
  readonly name: string;
  /** Resources section of a template. */
  readonly given: Readonly<Record<string, unknown>>;
  readonly verdict: Finding['verdict'];
}

export interface Control {
  readonly id: string;
  readonly claim: string;
  readonly because: string;
  readonly keeps: readonly PromiseId[];
  readonly threats: readonly ThreatId[];
  readonly needs: Source;
  readonly severity: Severity;
  readonly satisfies: readonly Requirement[];
  readonly prove: (model: Model) => Finding;
  readonly remedy: string;
  readonly examples: readonly Example[];
}

/** Declares a control; checks nothing, so that a mistake is a type error or a broken law, not a start-up crash. */
export const control = (declared: Control): Control => declared;
