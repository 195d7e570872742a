import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileActions } from '../../../../scripts/compile-actions.ts';
import { actionListOf, numbersIn, publishedActions } from './action-list.ts';

const file = new URL('../../../../data/iam-actions.json', import.meta.url);

describe('the snapshot of published actions', () => {
  it('is what the published package compiles to', () => {
    expect(compileActions() === readFileSync(file, 'utf8')).toBe(true);
  });

  it('is small and loads fast', () => {
    const text = readFileSync(file, 'utf8');
    expect(text.length).toBeLessThan(1_500_000);
    const before = process.cpuUsage();
    actionListOf(JSON.parse(text));
    const { user } = process.cpuUsage(before);
    expect(user / 1000).toBeLessThan(150);
  });

  it('knows the services, the actions and their levels', () => {
    const actions = publishedActions();
    expect(actions.count).toBe(22_091);
    expect(actions.levelOf('S3:getobject')).toBe('Read');
    expect(actions.levelOf('iam:PassRole')).toBe('Write');
    expect(actions.levelOf('s3:PutBucketPolicy')).toBe('Permissions management');
    expect(actions.numberOf('s3:NoSuchThing')).toBeUndefined();
    expect(actions.resourceControlled.has('s3')).toBe(true);
    expect(actions.resourceControlled.has('ec2')).toBe(false);
  });

  it.each([
    ['s3:GetObject', ['s3:GetObject']],
    ['S3:getobjectTAGGIN?', ['s3:GetObjectTagging']],
    ['sts:*WithSAML', ['sts:AssumeRoleWithSAML']],
    ['nosuchservice:*', []],
  ])('finds what %s matches, whatever the case', (pattern, names) => {
    const actions = publishedActions();
    expect([...numbersIn(actions.matching(pattern))].map((action) => actions.nameOf(action))).toEqual(names);
  });

  it('lets a wildcard reach over services', () => {
    const actions = publishedActions();
    expect([...numbersIn(actions.matching('*'))]).toHaveLength(actions.count);
  });
});
