// Which types of resources the emulator must have held, and counting them in words.

import type { TakenOut } from './prune.ts';

/** Of these each one that is declared is deployed and read back, or the test fails. */
export const mustStand = [
  'AWS::KMS::Key',
  'AWS::S3::Bucket',
  'AWS::S3::BucketPolicy',
  'AWS::CloudFront::Distribution',
  'AWS::CloudFront::OriginAccessControl',
  'AWS::Lambda::Function',
  'AWS::Logs::LogGroup',
  'AWS::Logs::MetricFilter',
  'AWS::Logs::SubscriptionFilter',
  'AWS::SNS::Topic',
  'AWS::SNS::Subscription',
  'AWS::CloudWatch::Alarm',
];

export const counted = (types: ReadonlyMap<string, number>) =>
  [...types]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([type, count]) => `${count} ${type}`)
    .join(', ');

export function countedTypes(takenOut: readonly TakenOut[], because: string): string {
  const types = new Map<string, number>();
  for (const one of takenOut)
    if (one.because === because) types.set(one.type, (types.get(one.type) ?? 0) + 1);
  return counted(types);
}
