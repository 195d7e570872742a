import { App, Stack, Validations } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { describe, expect, it } from 'vitest';
import { acknowledge } from '../constructs/acknowledge.ts';
import { acknowledgedIn, decisionsIn, nagLine, nagMistakes, nagReport } from './nag.ts';

const today = '2027-01-01';

function careless(decide: (bucket: s3.Bucket, stack: Stack) => void = () => {}) {
  const app = new App();
  const stack = new Stack(app, 'careless');
  decide(new s3.Bucket(stack, 'Bucket'), stack);
  return nagReport(app);
}

const entry = { rule: 'AwsSolutions-S1', reason: 'A reason', owner: 'platform-team', expires: '2027-06-30' };

describe('cdk-nag in the gate', () => {
  it('sees what nobody decided about', () => {
    const report = careless();
    expect(report.open.length).toBeGreaterThan(3);
    expect(report.findings).toEqual(report.open);
    expect(nagMistakes(report, today)).toContain(
      'cdk-nag AwsSolutions-S1 at careless/Bucket/Resource: fix it, or acknowledge it there with a reason.',
    );
  });

  it('sees a finding still after it is decided, and calls it decided', () => {
    const report = careless((bucket) => acknowledge(bucket, entry));
    expect(report.findings.length).toBe(report.open.length + 1);
    expect(nagMistakes(report, today).join()).not.toContain('AwsSolutions-S1 ');
    expect(nagLine(report)).toContain(
      '; 1 decisions (rule and reason) of at most 25; 0 on an App, Stage or Stack',
    );
  });

  it('sees an acknowledgement of a whole stack, written past our own function', () => {
    const report = careless((_bucket, stack) =>
      Validations.of(stack).acknowledge({ id: 'AwsSolutions-S1', reason: 'all of it' }),
    );
    const mistakes = nagMistakes(report, today).join('\n');
    expect(mistakes).toContain('at careless: given an acknowledgement on an App, Stage or Stack');
    expect(mistakes).toContain('has no owner and no day');
    expect(nagLine(report)).toContain('; 1 on an App, Stage or Stack');
  });

  it('sees a day that has passed', () => {
    const report = careless((bucket) => acknowledge(bucket, { ...entry, expires: '2026-12-31' }));
    expect(nagMistakes(report, today)).toContain(
      'cdk-nag AwsSolutions-S1 at careless/Bucket: its day 2026-12-31 has passed; fix the finding, or decide anew.',
    );
  });

  it('counts one rule for one reason once, and refuses more than 25', () => {
    const report = careless((bucket) => {
      acknowledge(bucket, { ...entry, rule: 'X[a]' }, { ...entry, rule: 'X[b]' });
      for (let at = 0; at < 25; at += 1) acknowledge(bucket, { ...entry, reason: `Reason ${at}` });
    });
    expect(decisionsIn(report.acknowledged).size).toBe(26);
    expect(nagMistakes(report, today).join('\n')).toContain('given 26 decisions, allowed are 25');
  });

  it('reads owner and day from what CDK holds', () => {
    const app = new App();
    acknowledge(new s3.Bucket(new Stack(app, 'one'), 'Bucket'), entry);
    expect(acknowledgedIn(app)).toEqual([{ ...entry, path: 'one/Bucket', wide: false }]);
  });

  it('leaves out the one that CDK writes on a stack whose zones are asked for, and no other on a stack', () => {
    const app = new App();
    const stack = new Stack(app, 'zones', { env: { account: '111122223333', region: 'eu-west-1' } });
    expect(stack.availabilityZones.length).toBeGreaterThan(0);
    expect(acknowledgedIn(app)).toEqual([]);
    Validations.of(stack).acknowledge({ id: 'CloudFormation-Validate::W3005', reason: 'x' });
    expect(acknowledgedIn(app)).toMatchObject([{ wide: true }]);
  });
});
