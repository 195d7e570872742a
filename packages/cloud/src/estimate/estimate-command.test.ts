import { describe, expect, it } from 'vitest';
import type { SynthesisedStack } from '../golden-assembly.ts';
import { monthlyBudgetsUsd } from './budgets.ts';
import { readArguments, runEstimate } from './estimate-command.ts';

const oneKey: readonly SynthesisedStack[] = [
  {
    environment: 'qa',
    name: 'keys',
    stackName: 'qa-keys',
    account: '222233334444',
    region: 'eu-west-1',
    template: { Resources: { Key: { Type: 'AWS::KMS::Key' } } },
  },
];

function run(args: readonly string[], budgets = monthlyBudgetsUsd) {
  const said = { out: '', err: '' };
  const code = runEstimate(
    args,
    {
      out: (text) => {
        said.out += text;
      },
      err: (text) => {
        said.err += text;
      },
      folder: '.',
    },
    () => oneKey,
    budgets,
  );
  return { code, ...said };
}

describe('npm run estimate', () => {
  it('says what an environment costs, and what was assumed', () => {
    const { code, out } = run(['qa']);
    expect(code).toBe(0);
    expect(out).toContain('qa: 1.30 USD a month');
    expect(out).toMatch(/kms\.key +1 key-month +1\.00\n/);
    expect(out).toContain('usage.ts');
  });

  it('exits 1 above the budget, and says what to do', () => {
    const { code, err } = run(['qa'], { dev: 1, qa: 1, prod: 1 });
    expect(code).toBe(1);
    expect(err).toBe(
      'qa: given an estimate of up to 1.30 USD a month, allowed is its budget of 1.00 USD; make it smaller in environments.ts, or raise the budget.\n',
    );
  });

  it('gives machines the same figures', () => {
    const { estimates, currency } = JSON.parse(run(['qa', '--format', 'json']).out);
    expect(currency).toBe('USD');
    expect(estimates).toHaveLength(1);
    expect(estimates[0]).toMatchObject({ environment: 'qa', monthlyUsd: 1.3, withinBudget: true });
  });

  it.each<[readonly string[], string]>([
    [['staging'], 'Given staging, allowed are dev, qa, prod, --format and --help; see --help.'],
    [['--format'], '--format: given nothing, allowed are text and json; see --help.'],
    [['--format', 'xml'], '--format: given xml, allowed are text and json; see --help.'],
  ])('exits 64 on %j', (args, sentence) => {
    const { code, err, out } = run(args);
    expect([code, err, out]).toEqual([64, `${sentence}\n`, '']);
  });

  it('takes all environments when none is named', () => {
    expect(readArguments([])).toEqual({ environments: ['dev', 'qa', 'prod'], format: 'text' });
  });
});
