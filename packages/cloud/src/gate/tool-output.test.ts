import { describe, expect, it } from 'vitest';
import { readCheckov, readLint, readValidation } from './tool-output.ts';

const failed = {
  check_id: 'CKV_AWS_68',
  check_name: 'CloudFront Distribution should have WAF enabled',
  file_path: '/qa/front.template.json',
  resource: 'AWS::CloudFront::Distribution.Distribution830FAC52',
};
const summary = { passed: 471, failed: 1, parsing_errors: 0, checkov_version: '3.3.30' };
const checkov = (change: object = {}) =>
  JSON.stringify({ results: { failed_checks: [failed] }, summary: { ...summary, ...change } });

describe('checkov', () => {
  it('is read with its count and places', () => {
    expect(readCheckov(checkov())).toEqual({
      tool: 'checkov',
      version: '3.3.30',
      passed: 471,
      findings: [
        {
          tool: 'checkov',
          check: 'CKV_AWS_68',
          environment: 'qa',
          stack: 'front',
          resource: 'Distribution830FAC52',
          message: failed.check_name,
        },
      ],
    });
  });

  it.each([
    ['that judged nothing', checkov({ passed: 0 }), '/summary/passed'],
    ['that could not read a template', checkov({ parsing_errors: 1 }), '/summary/parsing_errors'],
    ['that lost a finding', checkov({ failed: 2 }), 'given 1 findings for a count of 2'],
    ['that is no report', 'Traceback (most recent call last)', 'given output that is not JSON (Traceback'],
  ])('is not believed with a report %s', (_what, output, sentence) => {
    expect(() => readCheckov(output)).toThrow(sentence);
  });
});

describe('cfn-lint', () => {
  it('is read with the resource of each finding', () => {
    const output = JSON.stringify([
      {
        Filename: 'dev/data.template.json',
        Message: "'8.0.2' is not one of",
        Rule: { Id: 'E3030' },
        Location: { Path: ['Resources', 'DatabaseClusterC6094C50', 'Properties'] },
      },
      {
        Filename: 'dev/data.template.json',
        Message: 'template',
        Rule: { Id: 'E1001' },
        Location: { Path: null },
      },
    ]);
    expect(readLint(output, '1').findings.map(({ stack, resource }) => [stack, resource])).toEqual([
      ['data', 'DatabaseClusterC6094C50'],
      ['data', ''],
    ]);
  });
});

describe("CDK's built-in validation", () => {
  const plugin = {
    pluginName: 'CloudFormation Validate',
    pluginVersion: '1.12.1',
    conclusion: 'success',
    violations: [
      {
        ruleName: 'E3012',
        description: 'wrong type',
        violatingConstructs: [{ constructPath: 'dev/api/Hosts/Template' }],
      },
    ],
  };

  it('is read with the construct of each finding', () => {
    const [only] = readValidation(JSON.stringify({ pluginReports: [plugin] })).findings;
    expect(only).toMatchObject({
      environment: 'dev',
      stack: 'api',
      resource: 'Hosts/Template',
      check: 'E3012',
    });
  });

  it('must have run', () => {
    const other = { ...plugin, pluginName: 'cdk-nag' };
    expect(() => readValidation(JSON.stringify({ pluginReports: [other] }))).toThrow('is CDK_VALIDATION on?');
  });
});
