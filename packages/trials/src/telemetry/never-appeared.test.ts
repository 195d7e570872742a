import { describe, expect, it, test } from 'vitest';
import type { Alarm, Definitions } from './definitions.ts';
import { queryFields } from './insights.ts';
import { neverAppeared, type Recorded } from './never-appeared.ts';

const read = { namespace: 'N', name: 'M', dimensions: { Host: '1' }, statistic: 'Sum' };
const alarm: Alarm = {
  name: 'a',
  reads: { value: read },
  expression: undefined,
  comparison: 'GreaterThanThreshold',
  threshold: 1,
  periodS: 60,
  evaluationPeriods: 1,
  datapointsToAlarm: 1,
  missing: 'notBreaching',
  actions: [],
};
const broken = '{ $.event = "broken" && $.err.type EXISTS }';
const whole: Definitions = {
  alarms: [alarm],
  composites: [{ name: 'c', rule: 'ALARM("a")', actions: [] }],
  filters: [{ group: 'g', pattern: broken, namespace: 'N', metric: 'Broken' }],
  subscriptions: [{ group: 'g', pattern: broken }],
  widgets: [{ title: 'W', metrics: [read] }],
  logWidgets: [
    { title: 'L', group: 'g', query: 'fields @timestamp, err.type | filter event = "broken" | limit 2' },
  ],
  alarmsShown: ['a', 'c'],
  queries: [{ name: 'q', group: 'g', query: 'fields err.code | filter event = "{{event}}"' }],
  functions: [],
};
const recorded: Recorded = {
  metrics: [{ namespace: 'N', name: 'M', dimensions: 'Host=1', value: 1 }],
  lines: [{ group: 'g', atMs: 0, line: { event: 'broken', err: { type: 'TypeError', code: 'x' } } }],
};

describe('a name that never appeared', () => {
  it('is none of those that did', () => {
    expect(neverAppeared(whole, recorded)).toEqual([]);
  });

  const other = { ...read, name: 'Mispelt' };
  it.each<readonly [string, Partial<Definitions>, string]>([
    ['an alarm', { alarms: [{ ...alarm, reads: { value: other } }] }, 'alarm a reads N Mispelt Host=1'],
    [
      'a dimension of an alarm',
      { alarms: [{ ...alarm, reads: { value: { ...read, dimensions: {} } } }] },
      'alarm a reads N M',
    ],
    ['a widget', { widgets: [{ title: 'W', metrics: [other] }] }, 'widget W reads N Mispelt Host=1'],
    [
      'the column of a log widget',
      { logWidgets: [{ title: 'L', group: 'g', query: 'fields err.kind | filter event = "broken"' }] },
      'widget L reads err.kind',
    ],
    [
      'the line of a log widget',
      { logWidgets: [{ title: 'L', group: 'g', query: 'fields event | filter event = "brokn"' }] },
      'widget L finds nothing in g',
    ],
    ['an alarm of the page', { alarmsShown: ['a', 'c', 'd'] }, 'page shows d, which is no alarm'],
    ['the page, of an alarm', { alarmsShown: ['a'] }, 'page does not show c'],
    [
      'a filter',
      { filters: [{ group: 'g', pattern: '{ $.event = "brokn" }', namespace: 'N', metric: 'B' }] },
      'filter { $.event = "brokn" } finds nothing in g',
    ],
    [
      'a field of a subscription',
      { subscriptions: [{ group: 'g', pattern: '{ $.event = "broken" && $.kind NOT EXISTS }' }] },
      'filter { $.event = "broken" && $.kind NOT EXISTS } reads kind',
    ],
    [
      'a field of a saved query',
      { queries: [{ name: 'q', group: 'g', query: 'fields err.code | filter requestId = "x"' }] },
      'query q reads requestId',
    ],
  ])('is found in %s', (_where, change, sentence) => {
    expect(neverAppeared({ ...whole, ...change }, recorded)).toEqual([sentence]);
  });
});

test.each<readonly [string, readonly string[]]>([
  ['filter status = 403 | stats count() by principalId, role', ['status', 'principalId', 'role']],
  ['filter problem in ["too-many-requests", "x"] and ms > 1000', ['problem', 'ms']],
  ['fields `cs(User-Agent)`, @timestamp | sort eventTime desc', ['cs(User-Agent)', 'eventTime']],
  ['stats max(ms) as slowest by route | sort slowest desc', ['ms', 'route']],
  ['filter a.b like /Route|Acl/ and ispresent(errorCode)', ['a.b', 'errorCode']],
])('the fields of %s', (query, fields) => {
  expect(queryFields(query)).toEqual(fields);
});
