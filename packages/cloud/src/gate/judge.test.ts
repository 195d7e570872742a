import { describe, expect, it } from 'vitest';
import { type Accepted, accepted } from './accepted.ts';
import type { Finding, ToolReport } from './finding.ts';
import { judge } from './judge.ts';

const finding: Finding = {
  tool: 'checkov',
  check: 'CKV_AWS_18',
  environment: 'dev',
  stack: 'logs',
  resource: 'Bucket83908E77',
  message: 'access logging',
};
const entry: Accepted = {
  tool: 'checkov',
  check: 'CKV_AWS_18',
  stack: 'logs',
  resource: 'Bucket*',
  reason: 'it is where they go',
  owner: 'platform-team',
  expires: '2027-01-01',
};
const said = (...findings: readonly Finding[]): readonly ToolReport[] => [
  { tool: 'checkov', version: '1', passed: 1, findings },
];
const today = '2026-11-22';

describe('a finding', () => {
  it('with its decision passes, in every environment', () => {
    const verdict = judge(said(finding, { ...finding, environment: 'prod' }), [entry], today);
    expect(verdict).toMatchObject({ passes: true, acceptedFindings: 2 });
  });

  it.each<[string, Partial<Finding>]>([
    ['of another rule', { check: 'CKV_AWS_19' }],
    ['of another stack', { stack: 'front' }],
    ['at another resource', { resource: 'OtherBucket' }],
    ['of another tool', { tool: 'cfn-lint' }],
  ])('%s is not covered', (_what, change) => {
    const other = { ...finding, ...change };
    const verdict = judge(said(finding, other), [entry], today);
    expect(verdict).toMatchObject({ passes: false, undecided: [other] });
  });

  it('is not covered by a pattern read as a regular expression', () => {
    const dotted = { ...entry, resource: 'Bucket.3908E77' };
    expect(judge(said(finding), [dotted], today).undecided).toEqual([finding]);
  });
});

describe('a decision', () => {
  it('that nothing needs any more fails', () => {
    expect(judge(said(), [entry], today)).toMatchObject({ passes: false, unused: [entry] });
  });

  it('of a tool that did not run is not called unused', () => {
    expect(judge([], [entry], today)).toMatchObject({ passes: true, unused: [] });
  });

  it('past its day fails', () => {
    expect(judge(said(finding), [entry], '2027-01-02')).toMatchObject({ passes: false, expired: [entry] });
  });
});

describe('the table of decisions', () => {
  it('gives each a reason, an owner and a day within 14 months', () => {
    const limit = new Date(Date.now() + 426 * 86_400_000).toISOString().slice(0, 10);
    for (const { reason, owner, expires } of accepted) {
      expect(reason.length).toBeGreaterThan(30);
      expect(owner).toMatch(/^[a-z-]+$/);
      expect(expires).toMatch(/^20\d{2}-\d{2}-\d{2}$/);
      expect(expires < limit).toBe(true);
    }
  });

  it('decides nothing twice', () => {
    const names = accepted.map(({ tool, check, stack, resource }) =>
      [tool, check, stack, resource].join(' '),
    );
    expect(new Set(names).size).toBe(names.length);
  });
});
