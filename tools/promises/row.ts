// One row of the deck, or one fact of the site as it was: what answers it and which test shows that. Each of these is a
// place that can be looked up, so that an answer that was removed is found by a test and not by an auditor.

/** What a row still waits for. Whoever finishes one takes it out of the pinned list in promises.test.ts. */
export type Awaited = 'organisation' | 'host' | 'judge' | 'platform';

export type Answer =
  | { readonly kind: 'declared'; readonly stack: string; readonly type: string }
  | { readonly kind: 'source'; readonly path: string };

export interface Shown {
  readonly path: string;
  /** Words of the test's name, as they stand in the file. */
  readonly test: string;
}

export interface Row {
  readonly id: string;
  readonly says: string;
  readonly by: readonly Answer[];
  readonly shown: readonly Shown[];
  /** The control of guard that finds the fact in the site as built and proves its absence in ours. */
  readonly control?: string;
  readonly later?: { readonly awaits: Awaited; readonly what: string };
}

/** A resource of that type in the stack, in each environment. */
export const declared = (stack: string, type: string): Answer => ({ kind: 'declared', stack, type });

export const source = (path: string): Answer => ({ kind: 'source', path });

export const shown = (path: string, test: string): Shown => ({ path, test });

/** Tests of a stack of the architecture. */
export const inStack = (stack: string, test: string): Shown =>
  shown(`packages/cloud/src/stacks/${stack}-stack.test.ts`, test);
