import { describe, expect, it } from 'vitest';
import { assertEnvironments, mistakesIn } from './environment-rules.ts';
import { type Environment, type EnvironmentName, environments } from './environments.ts';

/** The table with one row changed; `unknown`, because a mistake need not have the row's type. */
function changed(
  name: EnvironmentName,
  change: Readonly<Record<string, unknown>>,
): Record<string, Environment> {
  return { ...environments, [name]: { ...environments[name], ...change } as Environment };
}

describe('the table of environments', () => {
  it('has no mistakes', () => {
    expect(mistakesIn(environments)).toEqual([]);
  });

  it.each<[string, Record<string, Environment>, string]>([
    [
      'an account another environment has',
      changed('qa', { account: environments.dev.account }),
      'environments.qa.account: given 111122223333, which dev has; allowed is an account of its own; give qa another account.',
    ],
    [
      'overlapping addresses',
      changed('prod', { cidr: environments.qa.cidr }),
      'environments.prod.cidr: given 10.20.0.0/16, which overlaps 10.20.0.0/16 of qa; allowed is a block no other environment uses; choose another block.',
    ],
    [
      'a block with bits behind its prefix',
      changed('dev', { cidr: '10.10.1.0/16' }),
      'environments.dev.cidr: given 10.10.1.0/16, allowed is a /16 block inside 10.0.0.0/8 (RFC 1918); choose another block.',
    ],
    [
      'a domain another environment has',
      changed('qa', { domain: environments.prod.domain }),
      'environments.prod.domain: given cool-delivery.example, which qa has; allowed is a name of its own; give prod another domain.',
    ],
    [
      'a zone another environment has',
      changed('qa', { hostedZoneId: environments.dev.hostedZoneId }),
      'environments.qa.hostedZoneId: given Z0000000DEV000000001, which dev has; allowed is a zone in its own account; give qa another zone.',
    ],
    [
      'a fleet whose bounds cross',
      changed('dev', { fleet: { instanceType: 't3.small', min: 4, max: 2 } }),
      'environments.dev.fleet.max: given 2, allowed is 4 (fleet.min) or more; raise it.',
    ],
    [
      'a name that is not its key',
      changed('dev', { name: 'qa' }),
      "environments.dev.name: given qa, allowed is the row's own key dev; rename one of the two.",
    ],
  ])('says in one sentence: %s', (_, table, sentence) => {
    expect(mistakesIn(table)).toEqual([sentence]);
  });

  it.each<[string, Record<string, unknown>, string]>([
    [
      'an account that is no number',
      { account: '1234' },
      'environments.dev.account: given "1234", allowed is an account number of 12 digits, in quotes; correct it in the configuration file.',
    ],
    [
      'an unknown region',
      { region: 'us-east-1' },
      'environments.dev.region: given "us-east-1", allowed is eu-west-1 (facts about another region go into region.ts); correct it in environments.ts.',
    ],
    [
      'a public address block',
      { cidr: '8.8.0.0/16' },
      'environments.dev.cidr: given "8.8.0.0/16", allowed is a /16 block inside 10.0.0.0/8 (RFC 1918); correct it in environments.ts.',
    ],
    [
      'a backup period DocumentDB refuses',
      { backupDays: 36 },
      'environments.dev.backupDays: given 36, allowed is 1 to 35, what DocumentDB keeps; correct it in environments.ts.',
    ],
    [
      'a missing field',
      { owner: undefined },
      'environments.dev.owner: given nothing, allowed is a team in lower case, e.g. platform-team; correct it in environments.ts.',
    ],
  ])('names field, given and allowed for %s', (_, change, sentence) => {
    expect(mistakesIn(changed('dev', change))).toEqual([sentence]);
  });

  it.each([
    { database: { kind: 'serverless', instances: 1, minUnits: 0.1, maxUnits: 2 } },
    { database: { kind: 'clustered' } },
    { fleet: { instanceType: 't3.small', min: 0, max: 1 } },
    { logDays: 91 },
    { owners: 'x' },
  ])('takes one sentence for %j', (change) => {
    expect(mistakesIn(changed('dev', change))).toEqual([
      expect.stringMatching(/^environments\.dev.*: given .*, allowed (is|are) .*; .*\.$/),
    ]);
  });

  it('is refused as a whole when it has a mistake', () => {
    expect(() => assertEnvironments(changed('dev', { account: '1' }))).toThrow('environments.dev.account');
  });
});
