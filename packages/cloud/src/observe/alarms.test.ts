import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { at, everyEnvironment, resources, type StackName, stackNames } from '../../test/support/golden.ts';
import { environments } from '../environments.ts';
import { alarmsOf, compositeAlarms } from './alarms.ts';
import { dashboardBody } from './dashboard.ts';
import { apiSignals } from './log-signals.ts';
import { savedQueries } from './queries.ts';
import { longestPattern, trailSignals } from './trail-signals.ts';

const runbooks = new URL('../../../../docs/runbooks/', import.meta.url);
const runbook = (id: string) => readFileSync(new URL(`${id}.md`, runbooks), 'utf8');
const everyAlarm = [...alarmsOf(environments.prod, 'x'), ...compositeAlarms];

/** Ways of working that no alarm leads to by itself. */
const otherPages = ['README', 'trace-a-request'];

describe('runbooks', () => {
  it('exist for each alarm, and for nothing that is no alarm', () => {
    const pages = readdirSync(runbooks)
      .map((file) => file.replace(/\.md$/, ''))
      .filter((page) => everyAlarm.some(({ id }) => id === page) || !knownElsewhere(page));
    expect(pages.sort()).toEqual(everyAlarm.map(({ id }) => id).sort());
  });

  it.each(everyAlarm)(
    '$id says when it speaks, whom it wakes, where to look and what to do',
    ({ id, when, severity }) => {
      const page = runbook(id);
      expect(page).toMatch(new RegExp(`^# ${id}\n`));
      expect(page).toContain(`Speaks when ${when}.`);
      expect(page).toContain(severity === 'page' ? 'Wakes somebody' : 'Wakes nobody');
      expect(page).toMatch(/## Look\n\n- [\s\S]+## Do\n\n- /);
    },
  );
});

/** Pages that say in their first line that they belong to no alarm. */
const knownElsewhere = (page: string) =>
  otherPages.includes(page) || /^# .+\n\nNo alarm\b/.test(runbook(page));

describe.each(everyEnvironment)('the monitoring of $name', ({ name, fleet, alertAddresses }) => {
  const alarms = resources(name, 'observe', 'AWS::CloudWatch::Alarm');

  it('has each alarm of the table, named like its runbook', () => {
    const names = [...alarms, ...resources(name, 'observe', 'AWS::CloudWatch::CompositeAlarm')].map(
      ({ properties }) => properties['AlarmName'],
    );
    expect(names.sort()).toEqual(everyAlarm.map(({ id }) => `cool-delivery-${name}-${id}`).sort());
  });

  it('tells people when an alarm begins and when it ends', () => {
    for (const { id, properties } of alarms) {
      expect(properties['AlarmActions'], id).toHaveLength(1);
      expect(properties['OKActions'], id).toEqual(properties['AlarmActions']);
    }
    const subscribed = resources(name, 'observe', 'AWS::SNS::Subscription').map(
      ({ properties }) => properties['Endpoint'],
    );
    expect(subscribed.sort()).toEqual([...alertAddresses, ...alertAddresses].sort());
  });

  it('knows the limit of its own fleet', () => {
    const [found] = alarms.filter(({ properties }) =>
      String(properties['AlarmName']).endsWith('fleet-at-maximum'),
    );
    expect(found?.properties['Threshold']).toBe(fleet.max);
  });

  it('sends over encrypted topics, whose key lets alarms of this account through', () => {
    for (const { properties } of resources(name, 'observe', 'AWS::SNS::Topic'))
      expect(at(properties, 'KmsMasterKeyId')).toBeDefined();
    const statements = resources(name, 'observe', 'AWS::KMS::Key').flatMap(({ properties }) =>
      [at(properties, 'KeyPolicy', 'Statement')].flat(),
    );
    const alarmsEncrypt = statements.find(
      (one) => at(one, 'Principal', 'Service') === 'cloudwatch.amazonaws.com',
    );
    expect(at(alarmsEncrypt, 'Action')).toEqual(['kms:Decrypt', 'kms:GenerateDataKey*']);
    expect(at(alarmsEncrypt, 'Condition', 'StringEquals', 'aws:SourceAccount')).toBeDefined();
  });

  it('gives the ban function one log to read and two lists to change', () => {
    const statements = resources(name, 'observe', 'AWS::IAM::Policy')
      .filter(({ id }) => id.startsWith('Bans'))
      .flatMap(({ properties }) => [at(properties, 'PolicyDocument', 'Statement')].flat());
    expect(statements.map((one) => at(one, 'Action'))).toEqual([
      'logs:FilterLogEvents',
      ['wafv2:GetIPSet', 'wafv2:UpdateIPSet'],
      ['logs:CreateLogStream', 'logs:PutLogEvents'],
    ]);
    expect(at(statements[1], 'Resource')).toHaveLength(2);
    for (const one of statements) expect(JSON.stringify(at(one, 'Resource'))).not.toContain('"*"');
  });

  it('gives the check from outside nothing but its own log', () => {
    const statements = resources(name, 'observe', 'AWS::IAM::Policy')
      .filter(({ id }) => id.startsWith('OutsideCheck'))
      .flatMap(({ properties }) => [at(properties, 'PolicyDocument', 'Statement')].flat());
    expect(statements.map((one) => at(one, 'Sid'))).toEqual(['WriteOwnLog']);
  });

  it('records every region, with files that prove their integrity, under a key', () => {
    const [trail] = resources(name, 'observe', 'AWS::CloudTrail::Trail');
    expect(trail?.properties).toMatchObject({
      IsLogging: true,
      IsMultiRegionTrail: true,
      EnableLogFileValidation: true,
      KMSKeyId: expect.anything(),
    });
  });
});

describe('the dashboard', () => {
  it('refuses to leave out a metric of the API', () => {
    const body = JSON.stringify(
      dashboardBody({
        environmentName: 'x',
        region: 'r',
        alarmArns: [],
        loadBalancer: 'b',
        apiLogGroup: 'l',
      }),
    );
    expect(body).toContain('AuditDrainLag');
    for (const { metric } of [...apiSignals, ...trailSignals]) expect(body).toContain(`"${metric}"`);
  });

  it('has a place for each widget, and a title that no other has', () => {
    const { widgets } = dashboardBody({
      environmentName: 'x',
      region: 'r',
      alarmArns: [],
      loadBalancer: 'b',
      apiLogGroup: 'l',
    });
    const places = widgets.map(({ x, y }) => `${x} ${y}`);
    expect(new Set(places).size).toBe(widgets.length);
    const titles = widgets.map(({ properties }) => properties['title']);
    expect(new Set(titles).size).toBe(widgets.length);
    for (const title of titles) expect(title).toMatch(/^[A-Z][A-Za-z ,]{4,}$/);
  });
});

describe('what is asked for', () => {
  const golden = (stack: StackName, type: string) => resources('prod', stack, type);
  const groups = stackNames
    .flatMap((stack) => golden(stack, 'AWS::Logs::LogGroup'))
    .map(({ properties }) => properties['LogGroupName']);

  it('is a thing of this environment: each dimension names one that a template declares', () => {
    const declared: Readonly<Record<string, readonly unknown[]>> = {
      LoadBalancer: ['x'],
      DBClusterIdentifier: golden('data', 'AWS::DocDB::DBCluster').map((one) =>
        at(one.properties, 'DBClusterIdentifier'),
      ),
      FunctionName: golden('data', 'AWS::Lambda::Function').map((one) => at(one.properties, 'FunctionName')),
      // A group publishes its numbers only when it is told to.
      AutoScalingGroupName: golden('api', 'AWS::AutoScaling::AutoScalingGroup')
        .filter((one) => at(one.properties, 'MetricsCollection', 0, 'Granularity') === '1Minute')
        .map((one) => at(one.properties, 'AutoScalingGroupName')),
    };
    const asked = alarmsOf(environments.prod, 'x').flatMap(({ id, reads }) =>
      Object.values(reads).flatMap(({ dimensions = {} }) =>
        Object.entries(dimensions).map(([name, value]) => ({ id, name, value })),
      ),
    );
    expect(asked.length).toBeGreaterThan(4);
    expect(asked.filter(({ name, value }) => !declared[name]?.includes(value))).toEqual([]);
  });

  it('of the CDN is in its log: each field of the query is one of those that are written', () => {
    const written = golden('cdn-logs', 'AWS::Logs::Delivery').flatMap(({ properties }) =>
      [at(properties, 'RecordFields')].flat(),
    );
    const query = savedQueries.find(({ log }) => log === 'cdn')?.query ?? '';
    const fields = [...query.matchAll(/`([^`]+)`/g)].map(([, field]) => field);
    expect(fields.length).toBeGreaterThan(5);
    expect(fields.filter((field) => !written.includes(field))).toEqual([]);
  });

  it('lies in a log that is declared, wherever a page names one', () => {
    const named = readdirSync(runbooks).flatMap((file) => {
      const page = readFileSync(new URL(file, runbooks), 'utf8');
      const logs = page.matchAll(/`((?:\/cool-delivery|\/aws|aws-waf-logs)[\w/-]*ENV[\w/-]*)`/g);
      return [...logs].map(([, name = '']) => ({ file, name: name.replace('ENV', 'prod') }));
    });
    expect(named.length).toBeGreaterThan(20);
    const parameters = ['/cool-delivery/prod/release', '/cool-delivery/prod/releases'];
    expect(named.filter(({ name }) => !groups.includes(name) && !parameters.includes(name))).toEqual([]);
  });

  it('is no longer than CloudWatch takes', () => {
    for (const { metric, pattern } of [...apiSignals, ...trailSignals])
      expect(pattern.length, metric).toBeLessThanOrEqual(longestPattern);
  });
});

describe('the saved queries', () => {
  it('stand word for word in the page that leads from one to the next', () => {
    const page = runbook('trace-a-request');
    for (const { id, query } of savedQueries) {
      expect(page, id).toContain(id);
      expect(page, id).toContain(query);
    }
  });
});
