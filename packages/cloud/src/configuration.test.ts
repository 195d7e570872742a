import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { budgetMistakes } from './budget-rule.ts';
import { readConfiguration } from './configuration.ts';
import { ConfigurationMistake } from './configuration-mistake.ts';
import { environments, environmentsFrom } from './environments.ts';

const example = readFileSync(new URL('../config.example.yaml', import.meta.url), 'utf8');

/** The example with one value changed, as text. */
function changed(change: (configuration: Record<string, never>) => void): string {
  const configuration = parse(example);
  change(configuration);
  return stringify(configuration);
}

const set = (path: readonly string[], value: unknown) =>
  changed((configuration) => {
    const [last = '', ...parents] = [...path].reverse();
    const parent = parents.reverse().reduce<object>((inner, key) => Reflect.get(inner, key), configuration);
    if (value === undefined) Reflect.deleteProperty(parent, last);
    else Reflect.set(parent, last, value);
  });

describe('the configuration file', () => {
  it('explains each of its fields in the example', () => {
    for (const field of [
      'repository',
      'account',
      'domain',
      'hostedZoneId',
      'alertAddresses',
      'neverBanned',
      'monthlyBudgetUsd',
    ])
      expect(example).toMatch(new RegExp(`^ *${field}:.*#|#.*\\n${field}:`, 'm'));
  });

  it('gives each environment its accounts, names and addresses', () => {
    const { prod } = environmentsFrom(readConfiguration(example));
    expect(prod).toMatchObject({
      name: 'prod',
      account: '333344445555',
      domain: 'cool-delivery.example',
      repository: 'example-org/cool-delivery',
      cidr: environments.prod.cidr,
    });
  });

  it.each<[string, string, string]>([
    [
      'an unknown environment',
      set(['environments', 'staging'], {}),
      'environments.staging: given an unknown environment, allowed are dev, qa, prod; rename or remove it.',
    ],
    [
      'a missing environment',
      set(['environments', 'qa'], undefined),
      'environments.qa: given nothing, allowed is a mapping with account, domain, hostedZoneId, alertAddresses, neverBanned, monthlyBudgetUsd; add it.',
    ],
    [
      'an account that lost its quotes',
      set(['environments', 'dev', 'account'], 111122223333),
      'environments.dev.account: given 111122223333, allowed is an account number of 12 digits, in quotes; correct it in the configuration file.',
    ],
    [
      'an address that is none',
      set(['environments', 'prod', 'alertAddresses'], ['on-call']),
      'environments.prod.alertAddresses: given ["on-call"], allowed is one to five e-mail addresses of people who answer alarms; correct it in the configuration file.',
    ],
    [
      'a list that would end all bans',
      set(['environments', 'prod', 'neverBanned'], ['0.0.0.0/0']),
      'environments.prod.neverBanned: given ["0.0.0.0/0"], allowed is none to 20 public CIDR blocks of your own, IPv4 from /16 to /32 or IPv6 from /48 to /64, such as 203.0.113.0/24; correct it in the configuration file.',
    ],
    [
      'a repository without an owner',
      set(['repository'], 'cool-delivery'),
      'repository: given "cool-delivery", allowed is owner/name of the GitHub repository that may deploy; correct it in the configuration file.',
    ],
    [
      'a repository that is a pattern',
      set(['repository'], 'example-org/*'),
      'repository: given "example-org/*", allowed is owner/name of the GitHub repository that may deploy; correct it in the configuration file.',
    ],
    [
      'a repository by the address it is cloned from',
      set(['repository'], 'example-org/cool-delivery.git'),
      'repository: given "example-org/cool-delivery.git", allowed is owner/name of the GitHub repository that may deploy; correct it in the configuration file.',
    ],
    ...[
      ['that begins with a hyphen', '-dev.cool-delivery.example'],
      ['with a part of more than 63 characters', `${'a'.repeat(64)}.ie`],
      ['that leaves a certificate no room', `${'a'.repeat(40)}.cool-delivery.example`],
      ['of one part', 'localhost'],
    ].map(([what, domain]): [string, string, string] => [
      `a domain ${what}`,
      set(['environments', 'dev', 'domain'], domain),
      `environments.dev.domain: given "${domain}", allowed is a domain name in lower case, 57 characters at most (a certificate holds 64, with origin. before it); correct it in the configuration file.`,
    ]),
    [
      'a value by reference',
      `first: &one 1\n${example}\nlast: *one\n`,
      'Configuration: given text that refers to its own parts (&name, *name), allowed is each value where it stands; write it out.',
    ],
    [
      'an unknown field',
      set(['environments', 'dev', 'vpc'], 'x'),
      'environments.dev: given a field vpc, allowed are account, domain, hostedZoneId, alertAddresses, neverBanned, monthlyBudgetUsd; remove it.',
    ],
    [
      'no mapping at all',
      '- a list',
      'Configuration: given ["a list"], allowed is a mapping with repository and environments; start from config.example.yaml.',
    ],
  ])('says in one sentence: %s', (_, text, sentence) => {
    expect(() => readConfiguration(text)).toThrow(new ConfigurationMistake(sentence));
  });

  it('says in one sentence where it is not YAML', () => {
    expect(() => readConfiguration('repository: "x\n')).toThrow(
      /^Configuration: given text that is not YAML \(.* at line \d+.*\), allowed is .*; correct the line named\.$/,
    );
  });

  it('refuses an account two environments share', () => {
    const text = set(['environments', 'qa', 'account'], '111122223333');
    expect(() => environmentsFrom(readConfiguration(text))).toThrow(
      'environments.qa.account: given 111122223333, which dev has; allowed is an account of its own; give qa another account.',
    );
  });
});

describe('the budget of an environment', () => {
  const all = Object.values(environments);

  it('may not lie below the estimate', () => {
    expect(budgetMistakes(all, { dev: 399.5, prod: 2_500.2 })).toEqual([
      'environments.prod.monthlyBudgetUsd: given 2500, allowed is 2501 (the estimate of a month) or more; raise the budget or make the environment smaller.',
    ]);
  });
});
