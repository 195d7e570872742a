// What a GitHub Actions workflow of this repository must satisfy, as rules over its text: a workflow can spend the
// trust of three accounts, so nothing in it may be looser than it has to be.

import Type, { type Static } from 'typebox';
import Value from 'typebox/value';
import { parse } from 'yaml';

const Permissions = Type.Record(Type.String(), Type.Enum(['read', 'write', 'none']));

const Step = Type.Object({
  uses: Type.Optional(Type.String()),
  run: Type.Optional(Type.String()),
  with: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
});

const Workflow = Type.Object({
  on: Type.Record(Type.String(), Type.Unknown()),
  permissions: Permissions,
  jobs: Type.Record(
    Type.String(),
    Type.Object({
      permissions: Permissions,
      environment: Type.Optional(Type.String()),
      'timeout-minutes': Type.Integer({ minimum: 1, maximum: 120 }),
      steps: Type.Array(Step),
    }),
  ),
});

type Job = Static<typeof Workflow>['jobs'][string];

/** What each action needs beyond reading the sources. */
const grants: Readonly<Record<string, Readonly<Record<string, 'write'>>>> = {
  'aws-actions/configure-aws-credentials': { 'id-token': 'write' },
  'actions/attest-build-provenance': { 'id-token': 'write', attestations: 'write' },
};

/** The breaches of one workflow, one sentence each. `scripts` are those of the root package.json. */
export function workflowBreaches(
  name: string,
  text: string,
  scripts: Readonly<Record<string, string>>,
): readonly string[] {
  const workflow: unknown = parse(text);
  if (!Value.Check(Workflow, workflow)) {
    const places = [...Value.Errors(Workflow, workflow)].map(({ instancePath }) => instancePath || '/');
    return [
      `${name}: given a wrong form at ${[...new Set(places)].join(', ')}, allowed is a workflow whose jobs each state permissions and a timeout.`,
    ];
  }
  return [
    ...looseUses(name, text),
    ...storedKeys(name, text),
    ...(Object.keys(workflow.permissions).length > 0
      ? [`${name}: given permissions for all jobs, allowed is {}; state them on the job.`]
      : []),
    ...('pull_request_target' in workflow.on
      ? [`${name}: given pull_request_target, allowed is pull_request: a stranger's change gets no rights.`]
      : []),
    ...Object.entries(workflow.jobs).flatMap(([id, job]) => jobBreaches(`${name} ${id}`, job, scripts)),
  ];
}

/** A tag can be moved; a commit cannot. The comment says which version it is. */
function looseUses(name: string, text: string): readonly string[] {
  return [...text.matchAll(/^\s*-?\s*uses:\s*(.*)$/gm)]
    .map(([, uses = '']) => uses)
    .filter((uses) => !/^[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(uses))
    .map((uses) => `${name}: given uses: ${uses}, allowed is OWNER/NAME@40-digit commit # vX.Y.Z; pin it.`);
}

/** An identity is proved anew by each run (OIDC); a key that is stored can be carried away. */
function storedKeys(name: string, text: string): readonly string[] {
  return [...text.matchAll(/\bsecrets\.\w+|\baws-(?:access-key-id|secret-access-key)\b/g)].map(
    ([key]) => `${name}: given ${key}, allowed is no stored key; become a role by role-to-assume.`,
  );
}

function jobBreaches(name: string, job: Job, scripts: Readonly<Record<string, string>>): readonly string[] {
  const runs = job.steps.flatMap(({ run }) => (run === undefined ? [] : [run.trim()]));
  return [
    ...runs.flatMap((run) => runBreaches(name, run, scripts)),
    ...permissionBreaches(name, job),
    ...checkoutBreaches(name, job),
    ...(becomesARole(job) && job.environment === undefined
      ? [`${name}: given a role without an environment, allowed is one: the role trusts no other subject.`]
      : []),
    ...(runs.filter((run) => run !== 'npm ci').length === 1
      ? []
      : [`${name}: given ${runs.length} commands, allowed is one npm script (and npm ci before it).`]),
  ];
}

function runBreaches(
  name: string,
  run: string,
  scripts: Readonly<Record<string, string>>,
): readonly string[] {
  if (run === 'npm ci') return [];
  const script = /^npm (?:run )?([a-z:]+)( -- [^;&|`$<>\n]*(?:"\$[A-Z]+"[^;&|`$<>\n]*)*)?$/.exec(run)?.[1];
  if (script === undefined)
    return [
      `${name}: given run: ${run}, allowed are npm ci and npm run SCRIPT with plain words and "$VARIABLES".`,
    ];
  return script in scripts
    ? []
    : [`${name}: given npm run ${script}, allowed are the scripts of package.json.`];
}

function permissionBreaches(name: string, job: Job): readonly string[] {
  const needed = new Map<string, string>([['contents', 'read']]);
  for (const { uses = '' } of job.steps)
    for (const [scope, level] of Object.entries(grants[uses.split('@')[0] ?? ''] ?? {}))
      needed.set(scope, level);
  return Object.entries(job.permissions)
    .filter(([scope, level]) => needed.get(scope) !== level)
    .map(
      ([scope, level]) =>
        `${name}: given permission ${scope}: ${level}, allowed is what its steps need (${[...needed].map((each) => each.join(': ')).join(', ')}); remove it.`,
    );
}

/** The token of a checkout stays in the working copy unless it is told not to. */
function checkoutBreaches(name: string, { steps }: Job): readonly string[] {
  return steps
    .filter(
      (step) => step.uses?.startsWith('actions/checkout@') && step.with?.['persist-credentials'] !== false,
    )
    .map(
      () => `${name}: given a checkout that keeps its token, allowed is persist-credentials: false; add it.`,
    );
}

function becomesARole({ steps }: Job): boolean {
  return steps.some(({ uses }) => uses?.startsWith('aws-actions/configure-aws-credentials@'));
}

/** The scripts a workflow runs. */
export function scriptsOf(text: string): readonly string[] {
  return [...text.matchAll(/^\s*-?\s*run:\s*npm (?:run )?([a-z:]+)/gm)].map(([, script = '']) => script);
}
