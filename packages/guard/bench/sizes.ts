// What is measured: each question over at least four sizes, the largest with the bar that it has to hold.

export interface Bar {
  readonly loadSeconds?: number;
  readonly answerSeconds: number;
  readonly megabytes?: number;
}

export interface Measurement {
  readonly question: string;
  /** What a size counts. */
  readonly unit: string;
  readonly sizes: readonly number[];
  /** Holds for the largest size. */
  readonly bar: Bar;
}

export const measurements = {
  internet: {
    question: 'what can the internet reach',
    unit: 'interfaces',
    sizes: [1250, 2500, 5000, 10_000],
    bar: { answerSeconds: 2, megabytes: 1000 },
  },
  bucket: {
    question: 'who can read this bucket',
    unit: 'roles',
    sizes: [125, 250, 500, 1000],
    bar: { loadSeconds: 3, answerSeconds: 2 },
  },
  globs: {
    question: 'globs *x* in one field',
    unit: 'globs',
    sizes: [3, 6, 9, 12],
    bar: { answerSeconds: 2 },
  },
} as const satisfies Record<string, Measurement>;

export type Subject = keyof typeof measurements;
export const subjects = Object.keys(measurements) as readonly Subject[];

/** What one process reports about one size. CPU seconds: another process on the machine disturbs them less. */
export interface Measured {
  readonly loadSeconds: number;
  readonly answerSeconds: number;
  readonly megabytes: number;
  readonly can: number;
  readonly cannot: number;
  readonly unknown: number;
  /** What was loaded: "200 subnets, 1000 groups". */
  readonly given: string;
}
