// What chains may begin at, as small templates, and what becomes of a chain from there to a bucket: for the tests of each
// kind of start. Each rule they hold is one that AWS documents; the pages stand in the files that read them.

import { modelOfResources } from '../../controls/examples/run-example.ts';
import type { SiteResources } from '../../controls/examples/site.ts';
import type { Model } from '../../model/model.ts';
import { publishedActions } from '../access/actions/action-list.ts';
import { accessModelOf } from '../accounts/access-model.ts';
import { type Chain, chainsFromInternet } from './chain.ts';

export type Json = Readonly<Record<string, unknown>>;
export type Verdict = Chain['verdict'] | 'no start';

export const allow = (rest: Json): Json => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', ...rest }],
});
export const reads = [
  { PolicyName: 'own', PolicyDocument: allow({ Action: 's3:GetObject', Resource: '*' }) },
];
export const role = (trust: Json, Policies: readonly unknown[] = reads): Json => ({
  Type: 'AWS::IAM::Role',
  Properties: { AssumeRolePolicyDocument: trust, Policies },
});
export const trusts = (Service: string) => allow({ Principal: { Service }, Action: 'sts:AssumeRole' });
export const ref = (Ref: string) => ({ Ref });
export const att = (...path: string[]) => ({ 'Fn::GetAtt': path });
export const Labels: Json = { Type: 'AWS::S3::Bucket', Properties: {} };

export function chainsIn(model: Model): readonly Chain[] {
  const access = accessModelOf(model.resources);
  const data = access.guarded.find(({ id }) => id === 'Labels');
  if (!data) throw new Error('no bucket');
  return chainsFromInternet(model, access, publishedActions()).to(data);
}
export const verdictOf = (chains: readonly Chain[]): Verdict =>
  (['open', 'unknown', 'closed'] as const).find((it) => chains.some(({ verdict }) => verdict === it)) ??
  'no start';
export const verdictFor = (resources: Json): Verdict =>
  verdictOf(chainsIn(modelOfResources({ Labels, ...resources } as unknown as SiteResources)));

export const nothing = { 'Fn::ImportValue': 'elsewhere' };
