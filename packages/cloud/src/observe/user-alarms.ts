// What users feel. These come first: everything else is about why.

import {
  type AlarmDefinition,
  alarm,
  api,
  type CompositeDefinition,
  lasting,
  once,
  signal,
} from './alarm.ts';

export function userAlarms(balancer: Readonly<Record<string, string>>): readonly AlarmDefinition[] {
  const about = 'users';
  return [
    alarm({
      id: 'no-process-reports',
      about,
      when: 'no API process has reported for three minutes',
      severity: 'page',
      reads: api('ProcessUp'),
      comparison: 'below',
      threshold: 1,
      ...lasting(3, 3),
      silenceIs: 'bad',
    }),
    alarm({
      id: 'database-away',
      about,
      when: 'the database did not answer the API in two of three minutes',
      severity: 'page',
      reads: api('DatabaseUnavailable'),
      threshold: 1,
      ...lasting(2, 3),
    }),
    alarm({
      id: 'users-see-errors',
      about,
      when: 'more than 2 % of at least 20 requests a minute end with 5xx, in two of three minutes',
      severity: 'notice',
      reads: { errors: api('ServerErrors'), requests: api('Requests') },
      expression: 'IF(requests >= 20, 100 * errors / requests, 0)',
      comparison: 'above',
      threshold: 2,
      ...lasting(2, 3),
    }),
    alarm({
      id: 'users-wait',
      about,
      when: 'more than 5 % of at least 20 requests a minute take longer than a second, in three of five minutes',
      severity: 'notice',
      reads: { slow: api('SlowRequests'), requests: api('Requests') },
      expression: 'IF(requests >= 20, 100 * slow / requests, 0)',
      comparison: 'above',
      threshold: 5,
      ...lasting(3, 5),
    }),
    alarm({
      id: 'load-balancer-errors',
      about,
      when: 'the load balancer itself answers with 5xx: no host took the request',
      severity: 'notice',
      reads: {
        namespace: 'AWS/ApplicationELB',
        name: 'HTTPCode_ELB_5XX_Count',
        dimensions: balancer,
        statistic: 'Sum',
      },
      threshold: 5,
      ...lasting(2, 3),
    }),
    alarm({
      id: 'outside-check-failing',
      about,
      when: 'the check from outside has failed, or not run, twice',
      severity: 'page',
      reads: { namespace: 'CoolDelivery/Outside', name: 'OutsideCheckOk', statistic: 'Minimum' },
      comparison: 'below',
      threshold: 1,
      periodS: 300,
      ...lasting(2, 2),
      silenceIs: 'bad',
    }),
    alarm({
      id: 'requests-break',
      about,
      when: 'a request met an error the API has no answer for (500)',
      severity: 'notice',
      reads: signal('BrokenRequests'),
      ...once,
    }),
    alarm({
      id: 'mail-fails',
      about,
      when: 'mails could not be handed over: recipients wait for their PIN',
      severity: 'notice',
      reads: signal('MailFailures'),
      ...once,
      threshold: 5,
    }),
  ];
}

export const compositeAlarms: readonly CompositeDefinition[] = [
  {
    id: 'users-hurt',
    about: 'users',
    when: 'users see errors or wait, and neither a silent database nor missing hosts explain it',
    severity: 'page',
    anyOf: ['users-see-errors', 'users-wait', 'load-balancer-errors'],
    noneOf: ['database-away', 'no-process-reports'],
  },
];
