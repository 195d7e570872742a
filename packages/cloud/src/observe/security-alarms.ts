// Signs of somebody at work who should not be.

import {
  type AlarmDefinition,
  alarm,
  api,
  lasting,
  once,
  perFiveMinutes,
  type SignalName,
  signal,
} from './alarm.ts';

export function securityAlarms(): readonly AlarmDefinition[] {
  const about = 'security';
  const onEach = (
    id: string,
    name: SignalName,
    when: string,
    severity: AlarmDefinition['severity'] = 'page',
  ) => alarm({ id, about, when, severity, reads: signal(name), ...once });
  return [
    alarm({
      id: 'sign-in-failures',
      about,
      when: '20 sign-ins in five minutes failed or met a locked account',
      severity: 'page',
      reads: { failures: api('SignInFailures'), locks: api('SignInLocks') },
      expression: 'failures + locks',
      threshold: 20,
      ...perFiveMinutes,
    }),
    alarm({
      id: 'access-refusals',
      about,
      when: '50 requests in five minutes asked for what their role, factor or site may not have',
      severity: 'notice',
      reads: api('AccessRefusals'),
      threshold: 50,
      ...perFiveMinutes,
    }),
    alarm({
      id: 'pins-guessed',
      about,
      when: 'three deliveries in five minutes were refused after too many wrong PINs',
      severity: 'notice',
      reads: api('PinLocks'),
      threshold: 3,
      ...perFiveMinutes,
    }),
    alarm({
      id: 'clients-over-limit',
      about,
      when: '500 requests in five minutes were above the limit of their client',
      severity: 'notice',
      reads: api('RateLimited'),
      threshold: 500,
      ...perFiveMinutes,
    }),
    alarm({
      id: 'ban-list-full',
      about,
      when: 'more addresses earned a ban than the list takes',
      severity: 'page',
      reads: { namespace: 'CoolDelivery/Bans', name: 'BansLeftOut', statistic: 'Maximum' },
      threshold: 1,
      ...perFiveMinutes,
    }),
    alarm({
      id: 'ban-function-silent',
      about,
      when: 'the ban function has not reported for 15 minutes: bans neither begin nor end',
      severity: 'notice',
      reads: { namespace: 'CoolDelivery/Bans', name: 'Banned', statistic: 'Minimum' },
      comparison: 'below',
      threshold: 0,
      periodS: 300,
      ...lasting(3, 3),
      silenceIs: 'bad',
    }),
    onEach(
      'proof-altered',
      'AlteredProofs',
      'the kept proof of a delivery is gone or is not the one that was taken',
    ),
    onEach(
      'refusal-untold',
      'UntoldRefusals',
      'the database is there and took no record of a refusal: the audit trail has a gap',
    ),
    onEach('security-group-change', 'SecurityGroupChanges', 'a security group was changed by hand'),
    onEach(
      'network-change',
      'NetworkChanges',
      'a route, gateway, endpoint, network ACL, firewall or public access block was changed by hand',
    ),
    onEach('policy-change', 'PolicyChanges', 'what a role or person may do was changed by hand'),
    onEach('bucket-access-change', 'BucketAccessChanges', 'who may read a bucket was changed by hand'),
    onEach('key-deletion', 'KeyDeletions', 'a key was disabled or scheduled for deletion'),
    onEach(
      'trail-change',
      'TrailChanges',
      'the record of what happens, or what listens to it, was stopped or changed',
    ),
    onEach('root-use', 'RootUses', 'the root user did something'),
    onEach('user-sign-in', 'UserSignIns', 'somebody signed in with the password of an IAM user'),
    onEach('break-glass-use', 'BreakGlassUses', 'the break-glass role was taken'),
    alarm({
      id: 'refused-calls',
      about,
      when: 'AWS refused 20 calls in five minutes: somebody looks for what a credential may do',
      severity: 'notice',
      reads: signal('RefusedCalls'),
      threshold: 20,
      ...perFiveMinutes,
    }),
  ];
}
