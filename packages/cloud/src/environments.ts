// The one table of differences between dev, qa and prod. What does not stand here or in the configuration file is the
// same in all three.

import { readFileSync } from 'node:fs';
import { type Configuration, readConfiguration } from './configuration.ts';
import type { ConfiguredEnvironment } from './configured-environment.ts';
import type { EnvironmentName } from './environment-names.ts';
import { assertEnvironments } from './environment-rules.ts';

export { type EnvironmentName, environmentNames } from './environment-names.ts';

/** DocumentDB either scales by capacity units, or runs on instances of a fixed class. */
export type DatabaseSize =
  | {
      readonly kind: 'serverless';
      readonly instances: number;
      readonly minUnits: number;
      readonly maxUnits: number;
    }
  | { readonly kind: 'provisioned'; readonly instances: number; readonly instanceType: string };

/** What the architecture decides. */
export interface EnvironmentSettings {
  readonly name: EnvironmentName;
  readonly region: 'eu-west-1';
  readonly cidr: string;
  readonly owner: string;
  readonly fleet: { readonly instanceType: string; readonly min: number; readonly max: number };
  readonly database: DatabaseSize;
  readonly backupDays: number;
  readonly logDays: number;
  readonly endpointZones: number;
  readonly secondFactor: 'staff' | 'all';
}

export interface Environment extends EnvironmentSettings, ConfiguredEnvironment {
  readonly repository: string;
}

export type Environments = Readonly<Record<EnvironmentName, Environment>>;

const settings: Readonly<Record<EnvironmentName, EnvironmentSettings>> = {
  dev: {
    name: 'dev',
    region: 'eu-west-1',
    cidr: '10.10.0.0/16',
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
    region: 'eu-west-1',
    cidr: '10.20.0.0/16',
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
    region: 'eu-west-1',
    cidr: '10.30.0.0/16',
    owner: 'platform-team',
    fleet: { instanceType: 'm7i.large', min: 3, max: 9 },
    database: { kind: 'provisioned', instances: 3, instanceType: 'r6g.large' },
    backupDays: 35, // the longest DocumentDB keeps
    logDays: 400, // 13 months, so that a yearly audit overlaps
    endpointZones: 3,
    secondFactor: 'all',
  },
};

/** The environments of a configuration; throws with one sentence for each mistake. */
export function environmentsFrom({ repository, environments: configured }: Configuration): Environments {
  const table = {
    dev: { ...settings.dev, ...configured.dev, repository },
    qa: { ...settings.qa, ...configured.qa, repository },
    prod: { ...settings.prod, ...configured.prod, repository },
  };
  assertEnvironments(table);
  return table;
}

/** Those of the documented example: what is synthesised where no configuration is named, and the golden assembly. */
export const environments: Environments = environmentsFrom(
  readConfiguration(readFileSync(new URL('../config.example.yaml', import.meta.url), 'utf8')),
);
