// The reader's type of guard's report. Guard publishes the JSON Schema; a test in `local` validates real reports
// against both, so writer and reader cannot drift apart. Readers take what they need: objects stay open.

import Type, { type Static } from 'typebox';

export const verdictName = Type.Enum(['proved', 'refuted', 'unknown', 'not-judged', 'waived']);

export const reportPlace = Type.Object({
  id: Type.String(),
  type: Type.String(),
  file: Type.String(),
  line: Type.Integer(),
  path: Type.String(),
});

export const reportVerdict = Type.Object({
  control: Type.String(),
  verdict: verdictName,
  claim: Type.String(),
  severity: Type.String(),
  stride: Type.Array(Type.String()),
  threats: Type.Array(Type.String()),
  keeps: Type.Array(Type.String()),
  satisfies: Type.Array(Type.String()),
  resources: Type.Array(reportPlace),
  /** The packet, request or absence that breaks the claim, as sentences; null when nothing does. */
  witness: Type.Union([Type.Object({ kind: Type.String(), summary: Type.String() }), Type.Null()]),
  reason: Type.Union([Type.String(), Type.Null()]),
});

export const promiseState = Type.Enum(['kept', 'kept-as-far-as-judged', 'broken', 'unknown', 'not-judged']);

export const securityReport = Type.Object({
  summary: Type.Object({
    proved: Type.Integer(),
    refuted: Type.Integer(),
    unknown: Type.Integer(),
    notJudged: Type.Integer(),
    waived: Type.Integer(),
  }),
  promises: Type.Array(
    Type.Object({
      id: Type.String(),
      title: Type.String(),
      state: promiseState,
      controls: Type.Array(Type.String()),
    }),
  ),
  verdicts: Type.Array(reportVerdict),
  unmodelled: Type.Array(Type.Object({ type: Type.String(), count: Type.Integer() })),
});

/** What the API stores and serves: both reports, when they were made and from which commit. */
export const storedSecurityReport = Type.Object({
  asDesigned: securityReport,
  asBuilt: securityReport,
  commit: Type.String(),
  judgedAt: Type.String({ format: 'date-time' }),
});

export type SecurityReport = Static<typeof securityReport>;
export type ReportVerdict = Static<typeof reportVerdict>;
export type StoredSecurityReport = Static<typeof storedSecurityReport>;
