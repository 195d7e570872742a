import { describe, expect, it } from 'vitest';
import type { SynthesisedStack } from '../golden-assembly.ts';
import { readArguments, runEstimate } from './estimate-command.ts';

const oneKey: SynthesisedStack = {
  environment: 'qa',
  name: 'keys',
  stackName: 'qa-keys',
  account: '222233334444',
  region: 'eu-west-1',
  template: { Resources: { Key: { Type: 'AWS::KMS::Key' } } },
};

function run(args: readonly string[], template: SynthesisedStack['template'] = oneKey.template) {
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
    () => [{ ...oneKey, template }],
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
    const keys = Object.fromEntries(
      Array.from({ length: 601 }, (_, n) => [`Key${n}`, { Type: 'AWS::KMS::Key' }]),
    );
    const { code, err } = run(['qa'], { Resources: keys });
    expect(code).toBe(1);
    expect(err).toBe(
      'environments.qa.monthlyBudgetUsd: given 600, allowed is 602 (the estimate of a month) or more; raise the budget or make the environment smaller.\n',
    );
  });

  it('exits 65 on a configuration that cannot be used', () => {
    const { code, err } = run(['--config', 'nowhere.yaml']);
    expect(code).toBe(65);
    expect(err).toContain('nowhere.yaml, which cannot be read');
  });

  it('gives machines the same figures', () => {
    const { estimates, currency } = JSON.parse(run(['qa', '--format', 'json']).out);
    expect(currency).toBe('USD');
    expect(estimates).toHaveLength(1);
    expect(estimates[0]).toMatchObject({ environment: 'qa', monthlyUsd: 1.3, withinBudget: true });
  });

  it.each<[readonly string[], string]>([
    [['staging'], 'Given staging, allowed are dev, qa, prod, --format, --config and --help; see --help.'],
    [['--format'], '--format: given nothing, allowed are text and json; see --help.'],
    [['--format', 'xml'], '--format: given xml, allowed are text and json; see --help.'],
  ])('exits 64 on %j', (args, sentence) => {
    const { code, err, out } = run(args);
    expect([code, err, out]).toEqual([64, `${sentence}\n`, '']);
  });

  it('takes all environments when none is named', () => {
    expect(readArguments([])).toMatchObject({ environments: ['dev', 'qa', 'prod'], format: 'text' });
  });
});
