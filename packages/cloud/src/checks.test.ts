// cdk-nag runs in every synth and refuses it; here is what it must not be blind to, and what keeps the
// acknowledgements honest.

import { App, Stack } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks, type NagPack, NIST80053R5Checks } from 'cdk-nag';
import { Construct, type IConstruct } from 'constructs';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Acknowledgement, acknowledge, acknowledgementKey } from './constructs/acknowledge.ts';
import { build } from './main.ts';
import { synthesise } from './synthesise.ts';

interface Placed extends Acknowledgement {
  readonly path: string;
}

/** Findings as `rule path`, before any acknowledgement is heard. */
function findings(app: App): readonly string[] {
  const packs: readonly NagPack[] = [new AwsSolutionsChecks(app), new NIST80053R5Checks(app)];
  return packs.flatMap((deaf) => {
    Object.defineProperty(deaf, 'isAcknowledged', { value: () => false });
    return deaf
      .validateScope(app)
      .violations.flatMap(({ ruleName, violatingResources }) =>
        violatingResources.map(({ constructPath }) => `${ruleName} ${constructPath}`),
      );
  });
}

function acknowledgementsIn(root: IConstruct): readonly Placed[] {
  return root.node
    .findAll()
    .flatMap(({ node }) =>
      node.metadata
        .filter(({ type }) => type === acknowledgementKey)
        .map(({ data }) => ({ ...data, path: node.path })),
    );
}

describe('the checks of every synth', () => {
  let app = new App();
  beforeAll(() => {
    app = build();
  });

  it('refuse a bucket that breaks the rules', () => {
    const bad = build({ environments: [] });
    new s3.Bucket(new Stack(bad, 'careless'), 'Bucket');
    expect(() => synthesise(bad)).toThrow(/[Vv]alidation/);
  });

  it('have no acknowledgement that nothing needs any more', () => {
    const found = findings(app);
    expect(found.length).toBeGreaterThan(20);
    const ofThesePacks = acknowledgementsIn(app).filter(
      ({ rule }) => !rule.startsWith('CloudFormation-Validate'),
    );
    const unused = ofThesePacks.filter(
      ({ rule, path }) => !found.some((finding) => finding.startsWith(`${rule} ${path}`)),
    );
    expect(unused).toEqual([]);
  });

  it('have no acknowledgement past its day (decide anew: fix, or renew with a reason)', () => {
    const today = new Date().toISOString().slice(0, 10);
    for (const { rule, path, expires } of acknowledgementsIn(app))
      expect(expires >= today, `${rule} at ${path} ended ${expires}`).toBe(true);
  });

  it('are acknowledged with a reason, an owner and a day within 14 months', () => {
    const limit = new Date(Date.now() + 426 * 86_400_000).toISOString().slice(0, 10);
    for (const { reason, owner, expires } of acknowledgementsIn(app)) {
      expect(reason.length).toBeGreaterThan(20);
      expect(owner).toMatch(/^[a-z-]+$/);
      expect(expires).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      expect(expires < limit).toBe(true);
    }
  });

  it('stay few: at most 25 distinct decisions', () => {
    // One rule for one reason is one decision, on however many constructs and findings of the rule it stands.
    const decisions = new Set(
      acknowledgementsIn(app).map(({ rule, reason }) => `${rule.replace(/\[.*\]$/, '')} ${reason}`),
    );
    expect(decisions.size).toBeLessThanOrEqual(25);
  });

  it('cannot be acknowledged for a whole stack, stage or app', () => {
    const one = { rule: 'AwsSolutions-S1', reason: 'all of it', owner: 'x', expires: '2030-01-01' };
    const root = new App();
    expect(() => acknowledge(new Stack(root, 'stack'), one)).toThrow('allowed is a single construct');
    expect(() => acknowledge(root, one)).toThrow('allowed is a single construct');
    expect(() => acknowledge(new Construct(new Stack(root, 'other'), 'construct'), one)).not.toThrow();
  });
});
