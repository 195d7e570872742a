// A question about access as its checker takes it: who asks, for what, and the policy documents as JSON.

import type { Asker, Json, Value } from './access-statements.ts';

export interface CheckedQuestion {
  readonly principal: Asker & {
    readonly uniqueId?: string;
    readonly tags?: Json;
    readonly organization?: Json | null;
    readonly serviceLinked?: boolean;
  };
  readonly resource: {
    readonly account: string;
    readonly region?: string;
    readonly tags?: Json | 'any';
    readonly organization?: Json | null;
  };
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly context?: Readonly<Record<string, Value | null>>;
  readonly documents: Readonly<
    Record<'identity' | 'boundary' | 'session' | 'resource' | 'endpoint', readonly unknown[] | undefined>
  > & {
    readonly serviceControl: readonly (readonly unknown[])[];
    readonly resourceControl: readonly (readonly unknown[])[];
  };
  readonly restrictPublicBuckets?: boolean;
}

export interface CheckedRequest {
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, Value>>;
}

/** One thing a request is made of, and the values that stand for all it can be. */
export interface CheckedDimension {
  readonly kind: string;
  readonly key?: string;
  readonly values: readonly Value[];
}
