// What is running out or falling behind, before users feel it.

import { databaseAccessRole } from '../endpoint-policies.ts';
import type { Environment } from '../environments.ts';
import {
  type AlarmDefinition,
  alarm,
  api,
  lasting,
  type MetricRead,
  once,
  type Statistic,
  signal,
} from './alarm.ts';

export function saturationAlarms({ name, fleet }: Environment): readonly AlarmDefinition[] {
  const about = 'saturation';
  const severity = 'notice';
  const database = { DBClusterIdentifier: `cool-delivery-${name}` };
  const documentDb = (metric: string, statistic: Statistic): MetricRead => ({
    namespace: 'AWS/DocDB',
    name: metric,
    dimensions: database,
    statistic,
  });
  return [
    alarm({
      id: 'event-loop-late',
      about,
      when: 'the event loop of a process is more than 200 ms late, in three of five minutes',
      severity,
      reads: api('EventLoopDelay', 'Maximum'),
      comparison: 'above',
      threshold: 200,
      ...lasting(3, 5),
    }),
    alarm({
      id: 'streams-near-limit',
      about,
      when: 'a process holds more than 4,000 streams; it was measured with 5,000',
      severity,
      reads: api('OpenStreams', 'Maximum'),
      comparison: 'above',
      threshold: 4_000,
      ...lasting(3, 5),
    }),
    alarm({
      id: 'audit-chain-behind',
      about,
      when: 'an event has waited a minute to join the audit chain, and live pages with it',
      severity: 'page',
      reads: api('AuditDrainLag', 'Maximum'),
      comparison: 'above',
      threshold: 60_000,
      ...lasting(2, 3),
    }),
    alarm({
      id: 'mail-behind',
      about,
      when: 'a mail has waited five minutes',
      severity,
      reads: api('MailDrainLag', 'Maximum'),
      comparison: 'above',
      threshold: 300_000,
      ...lasting(3, 5),
    }),
    alarm({
      id: 'background-work-fails',
      about,
      when: 'work that repeats failed ten times in five minutes for a reason other than the database',
      severity,
      reads: signal('BackgroundFailures'),
      ...once,
      threshold: 10,
    }),
    alarm({
      id: 'hosts-stop-hard',
      about,
      when: 'a process was stopped before it had answered everything',
      severity,
      reads: signal('HardStops'),
      ...once,
    }),
    alarm({
      id: 'database-access-fails',
      about,
      when: 'the task that makes the users of the database and their passwords failed',
      severity,
      reads: {
        namespace: 'AWS/Lambda',
        name: 'Errors',
        dimensions: { FunctionName: databaseAccessRole(name) },
        statistic: 'Sum',
      },
      ...once,
    }),
    alarm({
      id: 'fleet-at-maximum',
      about,
      when: 'the fleet has been as large as it may get for 15 minutes',
      severity,
      reads: {
        namespace: 'AWS/AutoScaling',
        name: 'GroupInServiceInstances',
        dimensions: { AutoScalingGroupName: `cool-delivery-${name}-api` },
        statistic: 'Minimum',
      },
      threshold: fleet.max,
      periodS: 300,
      ...lasting(3, 3),
    }),
    alarm({
      id: 'database-busy',
      about,
      when: "the database's processor is above 80 % for 15 minutes",
      severity,
      reads: documentDb('CPUUtilization', 'Average'),
      comparison: 'above',
      threshold: 80,
      periodS: 300,
      ...lasting(3, 3),
    }),
    alarm({
      id: 'database-replica-lags',
      about,
      when: 'a replica is more than a second behind: a failover would lose its place',
      severity,
      reads: documentDb('DBClusterReplicaLagMaximum', 'Maximum'),
      comparison: 'above',
      threshold: 1_000,
      ...lasting(3, 5),
    }),
  ];
}
