// The one table of differences between dev, qa and prod. What does not stand here is the same in all three.
//
// Account numbers are the ones AWS reserves for documentation; a deployment brings its own.

import { assertEnvironments } from './environment-rules.ts';

export const environmentNames = ['dev', 'qa', 'prod'] as const;

export type EnvironmentName = (typeof environmentNames)[number];

/** DocumentDB either scales by capacity units, or runs on instances of a fixed class. */
export type DatabaseSize =
  | {
      readonly kind: 'serverless';
      readonly instances: number;
      readonly minUnits: number;
      readonly maxUnits: number;
    }
  | { readonly kind: 'provisioned'; readonly instances: number; readonly instanceType: string };

export interface Environment {
  readonly name: EnvironmentName;
  readonly account: string;
  readonly region: 'eu-west-1';
  readonly cidr: string;
  readonly domain: string;
  readonly owner: string;
  readonly fleet: { readonly instanceType: string; readonly min: number; readonly max: number };
  readonly database: DatabaseSize;
  readonly backupDays: number;
  readonly logDays: number;
  readonly endpointZones: number;
  readonly secondFactor: 'staff' | 'all';
}

export const environments: Readonly<Record<EnvironmentName, Environment>> = {
  dev: {
    name: 'dev',
    account: '111122223333',
    region: 'eu-west-1',
    cidr: '10.10.0.0/16',
    domain: 'dev.cool-delivery.example',
    owner: 'platform-team',
    fleet: { instanceType: 't3.small', min: 1, max: 3 },
    database: { kind: 'serverless', instances: 1, minUnits: 0.5, maxUnits: 2 },
    backupDays: 7,
    logDays: 90,
    endpointZones: 1, // an endpoint costs by the zone; in dev a lost zone may stop administration
    secondFactor: 'staff',
  },
  qa: {
    name: 'qa',
    account: '222233334444',
    region: 'eu-west-1',
    cidr: '10.20.0.0/16',
    domain: 'qa.cool-delivery.example',
    owner: 'platform-team',
    fleet: { instanceType: 't3.small', min: 2, max: 4 },
    database: { kind: 'serverless', instances: 2, minUnits: 0.5, maxUnits: 4 }, // two, so that failover is rehearsed
    backupDays: 7,
    logDays: 90,
    endpointZones: 2,
    secondFactor: 'all',
  },
  prod: {
    name: 'prod',
    account: '333344445555',
    region: 'eu-west-1',
    cidr: '10.30.0.0/16',
    domain: 'cool-delivery.example',
    owner: 'platform-team',
    fleet: { instanceType: 'm7i.large', min: 3, max: 9 },
    database: { kind: 'provisioned', instances: 3, instanceType: 'r6g.large' },
    backupDays: 35, // the longest DocumentDB keeps
    logDays: 400, // 13 months, so that a yearly audit overlaps
    endpointZones: 3,
    secondFactor: 'all',
  },
};

assertEnvironments(environments);
