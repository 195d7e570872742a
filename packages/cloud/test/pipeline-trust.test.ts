// Who can take the pipeline's roles, answered by the access engine, which shares no code with this package: the trust
// in the committed templates allows nothing beyond the one job that is meant, and looser trusts are seen to.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { at, everyEnvironment, resources } from './support/golden.ts';

const guard = fileURLToPath(new URL('../../guard/bin/guard.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'cool-trust-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

const claims = 'token.actions.githubusercontent.com';

/** A trust policy as a document; it names no resource of its own, so the role it hangs on is written in. */
function trust(account: string, conditions: unknown) {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRoleWithWebIdentity',
        Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/${claims}` },
        Resource: `arn:aws:iam::${account}:role/pipeline`,
        Condition: conditions,
      },
    ],
  };
}

const meant = (repository: string, environment: string): Conditions => ({
  StringEquals: {
    [`${claims}:aud`]: 'sts.amazonaws.com',
    [`${claims}:sub`]: `repo:${repository}:environment:${environment}`,
    [`${claims}:ref`]: 'refs/heads/main',
  },
});

/** What A allows beyond B: a request, or null when there is none. */
function beyond(a: object, b: object): Readonly<Record<string, unknown>> | null {
  const [left, right] = [join(folder, 'a.json'), join(folder, 'b.json')];
  writeFileSync(left, JSON.stringify(a));
  writeFileSync(right, JSON.stringify(b));
  const run = spawnSync(process.execPath, [guard, 'compare', left, right, '--format', 'json'], {
    encoding: 'utf8',
  });
  expect(run.status, run.stderr).toBe(0);
  const { verdict, request } = JSON.parse(run.stdout);
  return verdict === 'no more' ? null : request;
}

describe.each(everyEnvironment)('the roles of the pipeline in $name', ({ account, name, repository }) => {
  const roles = resources(name, 'pipeline', 'AWS::IAM::Role');

  it('can be taken by a job of this repository, in this environment, from main, and by nobody else', () => {
    expect(roles.length).toBe(2);
    const conditions = roles.map(({ properties }) => {
      const statements = [at(properties, 'AssumeRolePolicyDocument', 'Statement')].flat();
      expect(statements.length).toBe(1);
      return at(statements[0], 'Condition');
    });
    const [one, other] = conditions;
    expect(other).toEqual(one); // so asking about one is asking about both
    const given = trust(account, one);
    const intended = trust(account, meant(repository, name));
    expect(beyond(given, intended)).toBeNull();
    expect(beyond(intended, given)).toBeNull(); // and that job is not locked out
  });
});

describe('a looser trust', () => {
  const account = '111122223333';
  const exact = meant('example-org/cool-delivery', 'prod');
  const { StringEquals: all = {} } = exact;
  const without = (claim: string) =>
    Object.fromEntries(Object.entries(all).filter(([key]) => key !== `${claims}:${claim}`));

  it.each<[string, Conditions]>([
    ['without a subject', { StringEquals: without('sub') }],
    ['without an audience', { StringEquals: without('aud') }],
    ['from any branch', { StringEquals: without('ref') }],
    [
      'of any repository of the owner',
      { StringEquals: without('sub'), StringLike: { [`${claims}:sub`]: 'repo:example-org/*' } },
    ],
    [
      'of any environment of the repository',
      {
        StringEquals: without('sub'),
        StringLike: { [`${claims}:sub`]: 'repo:example-org/cool-delivery:*' },
      },
    ],
    [
      'of a second environment',
      {
        StringEquals: {
          ...all,
          [`${claims}:sub`]: ['prod', 'dev'].map(
            (name) => `repo:example-org/cool-delivery:environment:${name}`,
          ),
        },
      },
    ],
    [
      'of whoever leaves the claim out',
      {
        StringEquals: without('sub'),
        StringEqualsIfExists: {
          [`${claims}:sub`]: 'repo:example-org/cool-delivery:environment:prod',
        },
      },
    ],
  ])('%s is seen, with a token that would pass', (_what, conditions) => {
    const request = beyond(trust(account, conditions), trust(account, exact));
    expect(request).toMatchObject({ action: 'sts:AssumeRoleWithWebIdentity' });
  });
});
