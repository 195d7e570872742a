// Where the files of a release come from, as an in-toto statement with SLSA's provenance predicate (v1). By itself it is
// unsigned: it binds files to a commit for whoever holds the release. The pipeline signs release.json in its own name.

import Type, { type Static } from 'typebox';
import Value from 'typebox/value';
import { hexOf } from '../release.ts';

const sha256 = Type.Object({ sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }) });

const Statement = Type.Object({
  _type: Type.Literal('https://in-toto.io/Statement/v1'),
  subject: Type.Array(Type.Object({ name: Type.String(), digest: sha256 }), { minItems: 1 }),
  predicateType: Type.Literal('https://slsa.dev/provenance/v1'),
  predicate: Type.Object({
    buildDefinition: Type.Object({
      buildType: Type.String(),
      externalParameters: Type.Object({ commit: Type.String({ pattern: '^[0-9a-f]{40}$' }) }),
      resolvedDependencies: Type.Array(Type.Object({ uri: Type.String(), digest: Type.Unknown() })),
    }),
    runDetails: Type.Object({ builder: Type.Object({ id: Type.String() }) }),
  }),
});

export type Statement = Static<typeof Statement>;

export interface ProvenanceFacts {
  readonly commit: string;
  /** File of the release → `sha256:…`. */
  readonly files: ReadonlyMap<string, string>;
  /** `sha256:…` of the lockfile, which fixes every package that went in. */
  readonly lockfile: string;
  readonly builder: string;
}

export const buildType = 'urn:cool-delivery:release-build:1';

/** GitHub's own name for the workflow that builds; whoever builds at home is named as such. */
export function builderOf(environment: Readonly<Partial<Record<string, string>>>): string {
  const { GITHUB_ACTIONS, GITHUB_SERVER_URL, GITHUB_WORKFLOW_REF } = environment;
  return GITHUB_ACTIONS === 'true' && GITHUB_SERVER_URL !== undefined && GITHUB_WORKFLOW_REF !== undefined
    ? `${GITHUB_SERVER_URL}/${GITHUB_WORKFLOW_REF}`
    : 'urn:cool-delivery:builder:working-copy';
}

export function provenance({ builder, commit, files, lockfile }: ProvenanceFacts): string {
  const statement: Statement = {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [...files]
      .map(([name, digest]) => ({ name, digest: { sha256: hexOf(digest) } }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    predicateType: 'https://slsa.dev/provenance/v1',
    predicate: {
      buildDefinition: {
        buildType,
        externalParameters: { commit },
        resolvedDependencies: [
          { uri: `git:${commit}`, digest: { gitCommit: commit } },
          { uri: 'package-lock.json', digest: { sha256: hexOf(lockfile) } },
        ],
      },
      runDetails: { builder: { id: builder } },
    },
  };
  return `${JSON.stringify(statement, null, 2)}\n`;
}

/** Why a statement does not speak of exactly these files and this commit; undefined when it does. */
export function provenanceMistake(
  text: string,
  { commit, files }: Pick<ProvenanceFacts, 'commit' | 'files'>,
): string | undefined {
  const given = tryJson(text);
  if (!Value.Check(Statement, given)) return 'given no SLSA provenance statement';
  const named = given.predicate.buildDefinition.externalParameters.commit;
  if (named !== commit) return `given a statement about commit ${named}`;
  const stated = new Map(given.subject.map(({ name, digest }) => [name, `sha256:${digest.sha256}`]));
  const differs = [...new Set([...stated.keys(), ...files.keys()])].find(
    (name) => stated.get(name) !== files.get(name),
  );
  return differs === undefined
    ? undefined
    : `given a statement that names ${stated.get(differs) ?? 'nothing'} for ${differs}`;
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
