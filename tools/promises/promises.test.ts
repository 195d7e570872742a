// Each promise of the deck, and each fact of the site as it was, leads to what answers it and to the test that shows it, or
// stands in the list below of what is still to come. A row cannot fall out, and none can be finished in silence.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { promises } from '../../packages/guard/src/threats/promises.ts';
import { repositoryRoot } from '../laws/source-tree.ts';
import { factRows } from './fact-rows.ts';
import { type Repository, unresolved } from './lookup.ts';
import { promisesPage } from './page.ts';
import { promiseRows } from './promise-rows.ts';
import { declared, inStack, type Row, shown, source } from './row.ts';

const repository: Repository = {
  exists: (path) => existsSync(repositoryRoot + path),
  read: (path) => readFileSync(repositoryRoot + path, 'utf8'),
  typesIn(environment, stack) {
    const path = `${repositoryRoot}packages/cloud/golden/assembly/${environment}/${stack}.template.json`;
    if (!existsSync(path)) return undefined;
    const template = JSON.parse(readFileSync(path, 'utf8')) as {
      readonly Resources: Readonly<Record<string, { readonly Type: string }>>;
    };
    return new Set(Object.values(template.Resources).map(({ Type }) => Type));
  },
  controls: new Set(
    readdirSync(`${repositoryRoot}packages/guard/src/controls`, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.includes('/') && path.endsWith('.ts'))
      .map((path) => basename(path, '.ts')),
  ),
};

const rows: readonly Row[] = [...promiseRows, ...factRows];

describe('the rows', () => {
  it('are every promise, in the words guard knows them by', () => {
    expect(promiseRows.map(({ id }) => id).sort()).toEqual(Object.keys(promises).sort());
  });

  it('are every fact, AB-01 to AB-22', () => {
    const expected = Array.from({ length: 22 }, (_, index) => `AB-${String(index + 1).padStart(2, '0')}`);
    expect(factRows.map(({ id }) => id)).toEqual(expected);
  });

  it.each(rows)('$id leads to what is there', (row) => {
    expect(unresolved(row, repository)).toEqual([]);
  });

  it('wait for exactly this', () => {
    const waiting = rows.flatMap(({ id, later }) => (later === undefined ? [] : [`${id} ${later.awaits}`]));
    expect(waiting).toEqual([
      'MODELS judge',
      'MOVE platform',
      'ENV3 organisation',
      'API platform',
      'STRIDE judge',
      'T-SPOOF judge',
      'T-MISCONF judge',
      'T-DDOS judge',
      'T-VULN host',
      'T-INSIDER judge',
      'RECOVER organisation',
      'NET-SECURED organisation',
      'SVC-IAM organisation',
      'HOST-AUDITD host',
      'HOST-FAIL2BAN host',
      'HOST-FIREWALLD host',
      'HOST-CHRONYD host',
      'HOST-RSYSLOG host',
      'HOST-SSM host',
      'MONITOR organisation',
      'BP-LEAST judge',
      'BP-MFA organisation',
      'BP-TRAIL organisation',
      'BP-TAGS organisation',
      'BP-NOPUBLIC organisation',
      'AB-13 organisation',
      'AB-14 host',
      'AB-15 host',
      'AB-16 host',
      'AB-17 host',
      'AB-18 host',
      'AB-19 organisation',
      'AB-22 host',
    ]);
  });

  it('name the control by which guard finds each fact in the site as built, and no other', () => {
    const judged = repository
      .read('packages/guard/test/two-sites.test.ts')
      .matchAll(/\[\s*'(AB-\d\d)',\s*'([a-z0-9-]+)'/g);
    const found = [...judged].map(([, id, control]) => `${id} ${control}`);
    expect(found.length).toBeGreaterThan(10);
    expect(
      factRows.flatMap(({ id, control }) => (control === undefined ? [] : [`${id} ${control}`])),
    ).toEqual(found);
  });

  it('have a page that says the same (npm run golden writes it)', () => {
    expect(repository.read('docs/promises.md')).toBe(promisesPage());
  });
});

describe('a row that names nothing', () => {
  const whole: Row = {
    id: 'X',
    says: 'x',
    by: [declared('network', 'AWS::EC2::VPC')],
    shown: [inStack('network', 'closes the default security group')],
  };
  it('is seen, and one that names what is there is not', () => {
    expect(unresolved(whole, repository)).toEqual([]);
  });
  it.each<readonly [string, Partial<Row>, string]>([
    [
      'a resource',
      { by: [declared('network', 'AWS::EC2::NatGateway')] },
      'dev-network declares no AWS::EC2::NatGateway',
    ],
    ['a stack', { by: [declared('gone', 'AWS::EC2::VPC')] }, 'dev-gone declares no'],
    ['a file', { by: [source('packages/gone.ts')] }, 'packages/gone.ts is not there'],
    ['a test file', { shown: [shown('packages/gone.test.ts', 'x')] }, 'packages/gone.test.ts is not there'],
    ['a test', { shown: [inStack('network', 'opens a port for everybody')] }, 'has no test named'],
    ['words that stand in no name of a test', { shown: [inStack('network', 'vitest')] }, 'has no test named'],
    ['a control', { control: 'gone' }, 'guard has no control gone'],
    ['any answer', { by: [] }, 'nothing answers it'],
  ])('is seen when it lacks %s', (_what, change, sentence) => {
    expect(unresolved({ ...whole, ...change }, repository).join('\n')).toContain(sentence);
  });
});
