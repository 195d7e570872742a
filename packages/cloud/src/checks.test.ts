// cdk-nag runs in every synth and refuses it; here is what it must not be blind to, and what keeps the
// acknowledgements honest.

import { App, Stack } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { beforeAll, describe, expect, it } from 'vitest';
import { acknowledge } from './constructs/acknowledge.ts';
import { acknowledgedIn, nagFindings, nagMistakes, nagReport, validationPrefix } from './gate/nag.ts';
import { build } from './main.ts';
import { synthesise } from './synthesise.ts';

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
    const found = nagFindings(app);
    expect(found.length).toBeGreaterThan(20);
    const ofThesePacks = acknowledgedIn(app).filter(({ rule }) => !rule.startsWith(validationPrefix));
    const unused = ofThesePacks.filter(
      (one) => !found.some(({ path, rule }) => rule === one.rule && path.startsWith(one.path)),
    );
    expect(unused).toEqual([]);
  });

  it('leave nothing undecided, nothing decided for a stack, nothing past its day, and stay few', () => {
    const today = new Date().toISOString().slice(0, 10);
    expect(nagMistakes(nagReport(app), today)).toEqual([]);
  });

  it('are acknowledged with a reason, an owner and a day within 14 months', () => {
    const limit = new Date(Date.now() + 426 * 86_400_000).toISOString().slice(0, 10);
    for (const { reason, owner, expires } of acknowledgedIn(app)) {
      expect(reason.length).toBeGreaterThan(20);
      expect(owner).toMatch(/^[a-z-]+$/);
      expect(expires).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      expect(expires < limit).toBe(true);
    }
  });

  it('cannot be acknowledged for a whole stack, stage or app', () => {
    const one = { rule: 'AwsSolutions-S1', reason: 'all of it', owner: 'x', expires: '2030-01-01' };
    const root = new App();
    expect(() => acknowledge(new Stack(root, 'stack'), one)).toThrow('allowed is a single construct');
    expect(() => acknowledge(root, one)).toThrow('allowed is a single construct');
    expect(() => acknowledge(new Construct(new Stack(root, 'other'), 'construct'), one)).not.toThrow();
  });
});
