import { describe, expect, it } from 'vitest';
import { lineFields, logLines, metricNamespace, metricReport, metrics } from './index.ts';

describe('a metric report', () => {
  const at = new Date('2026-11-22T12:00:00.000Z');

  it('declares each value it carries with the unit of the table, and no dimension', () => {
    const report = metricReport({ Requests: 3, EventLoopDelay: 1.5 }, at);
    expect(report).toEqual({
      _aws: {
        Timestamp: at.getTime(),
        CloudWatchMetrics: [
          {
            Namespace: metricNamespace,
            Dimensions: [[]],
            Metrics: [
              { Name: 'Requests', Unit: 'Count' },
              { Name: 'EventLoopDelay', Unit: 'Milliseconds' },
            ],
          },
        ],
      },
      Requests: 3,
      EventLoopDelay: 1.5,
    });
  });

  it('leaves out a reading that is none, so that CloudWatch does not drop the rest', () => {
    const report = metricReport(
      { Requests: 0, AuditDrainLag: Number.NaN, OpenStreams: Number.POSITIVE_INFINITY },
      at,
    );
    expect(Object.keys(report)).toEqual(['_aws', 'Requests']);
  });

  it('takes no name from outside the table', () => {
    const report = metricReport({ Requests: 1, ...{ email: 5 } }, at);
    expect(JSON.stringify(report)).not.toContain('email');
  });

  it('fits into what CloudWatch takes in one line: 100 metrics', () => {
    expect(Object.keys(metrics).length).toBeLessThanOrEqual(100);
  });
});

describe('the table of log lines', () => {
  it('names no field that could hold a body, a token, a message or a person', () => {
    const personal = /body|cookie|token|password|query|email|phone|userAgent|headers|^url$|^name.+/i;
    for (const [event, fields] of Object.entries(logLines))
      for (const field of fields)
        expect(`${event} ${field}`).not.toMatch(new RegExp(` (${personal.source})`, 'i'));
  });

  it('lets one line alone name an address: the one the ban list goes by', () => {
    const naming = Object.entries(logLines).filter(([, fields]) =>
      (fields as readonly string[]).includes('address'),
    );
    expect(naming.map(([event]) => event)).toEqual(['sign-in-refused']);
  });

  it('never gives a metric the name of a field that every line has', () => {
    for (const field of lineFields) expect(Object.keys(metrics)).not.toContain(field);
  });
});
