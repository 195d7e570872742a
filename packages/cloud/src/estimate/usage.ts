// What a template cannot say: how much an environment is used. Each number is an assumption with its reason; a bill
// that differs is a reason to correct a line here.

import type { EnvironmentName } from '../environments.ts';

export const hoursPerMonth = 730;

/** Quantities for one month. */
export interface Usage {
  /** Hosts running on average above the group's minimum. */
  readonly extraHosts: number;
  readonly requestsMillions: number;
  readonly viewerTrafficGb: number;
  readonly loadBalancerUnits: number;
  readonly endpointTrafficGb: number;
  readonly zoneTrafficGb: number;
  readonly logsGb: number;
  /** Log volume kept at a time, compressed: months of retention times the monthly volume. */
  readonly logsKeptGb: number;
  readonly bucketsGb: number;
  readonly bucketWritesThousands: number;
  readonly databaseGb: number;
  readonly databaseIoMillions: number;
  readonly backupGb: number;
  /** DocumentDB capacity units per instance, on average above the declared minimum. */
  readonly extraDatabaseUnits: number;
  readonly customMetrics: number;
  readonly kmsTenThousands: number;
  readonly dnsQueriesMillions: number;
  readonly mailsThousands: number;
  readonly canaryRuns: number;
}

export const usageReasons: Readonly<Record<keyof Usage, string>> = {
  extraHosts: 'target tracking holds the minimum except in the daily peak of two hours',
  requestsMillions:
    'prod: 100 couriers, a position every 10 s, 8 h a day, 22 days = 6.3 M, and as many reads; qa and dev: tests',
  viewerTrafficGb: '5 kB for an answer on average, and 200 kB for a first visit',
  loadBalancerUnits: 'one unit holds 25 new connections a second and 1 GB an hour',
  endpointTrafficGb: 'logs and metrics leave through interface endpoints; S3 goes through the free gateway',
  zoneTrafficGb: 'two of three database reads cross a zone',
  logsGb: 'API 1 kB a request, flow logs of 60 s aggregation, audit and DNS logs',
  logsKeptGb: 'retention in months times the monthly volume, compressed to 15 %',
  bucketsGb: 'web files, load balancer logs and evidence',
  bucketWritesThousands: 'a log object every five minutes for each zone, and the deployments',
  databaseGb: 'an order with its events is 3 kB; a year of them with indexes',
  databaseIoMillions: 'each write is a few 4 kB units; reads come from memory',
  backupGb: 'change volume of the retention beyond the free size of the cluster',
  extraDatabaseUnits: 'serverless falls back to its minimum within minutes of a test run',
  customMetrics: 'the metrics the alarms and dashboards name, per host where they are',
  kmsTenThousands: 'bucket keys and cached data keys keep the calls few',
  dnsQueriesMillions: 'a host asks for an endpoint every 60 s at most',
  mailsThousands: 'one mail at sign-up, one for each delivery',
  canaryRuns: 'one synthetic check every five minutes',
};

export const usage: Readonly<Record<EnvironmentName, Usage>> = {
  dev: {
    extraHosts: 0,
    requestsMillions: 0.5,
    viewerTrafficGb: 5,
    loadBalancerUnits: 0.1,
    endpointTrafficGb: 5,
    zoneTrafficGb: 2,
    logsGb: 5,
    logsKeptGb: 2.3,
    bucketsGb: 2,
    bucketWritesThousands: 30,
    databaseGb: 2,
    databaseIoMillions: 2,
    backupGb: 1,
    extraDatabaseUnits: 0.1,
    customMetrics: 20,
    kmsTenThousands: 5,
    dnsQueriesMillions: 1,
    mailsThousands: 1,
    canaryRuns: 8640,
  },
  qa: {
    extraHosts: 0,
    requestsMillions: 2,
    viewerTrafficGb: 10,
    loadBalancerUnits: 0.2,
    endpointTrafficGb: 10,
    zoneTrafficGb: 5,
    logsGb: 10,
    logsKeptGb: 4.5,
    bucketsGb: 5,
    bucketWritesThousands: 40,
    databaseGb: 5,
    databaseIoMillions: 10,
    backupGb: 5,
    extraDatabaseUnits: 0.25,
    customMetrics: 30,
    kmsTenThousands: 10,
    dnsQueriesMillions: 2,
    mailsThousands: 5,
    canaryRuns: 8640,
  },
  prod: {
    extraHosts: 0.3,
    requestsMillions: 15,
    viewerTrafficGb: 100,
    loadBalancerUnits: 1,
    endpointTrafficGb: 60,
    zoneTrafficGb: 100,
    logsGb: 50,
    logsKeptGb: 100,
    bucketsGb: 100,
    bucketWritesThousands: 100,
    databaseGb: 50,
    databaseIoMillions: 100,
    backupGb: 100,
    extraDatabaseUnits: 0,
    customMetrics: 60,
    kmsTenThousands: 100,
    dnsQueriesMillions: 10,
    mailsThousands: 50,
    canaryRuns: 8640,
  },
};
