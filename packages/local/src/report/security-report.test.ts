// Writer and reader of the report cannot drift apart: real reports fit both the schema that the assurance engine
// publishes and the type that the API and the pages read.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { storedSecurityReport } from '@cool/contract/security-report';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { commitOf, makeSecurityReport } from './security-report.ts';

const root = join(import.meta.dirname, '../../../..');
const report = makeSecurityReport(root, new Date('2026-11-22T12:00:00Z'));

const ajv = new Ajv2020({ allErrors: true, strict: false });
addFormats.default(ajv);
const published = ajv.compile(
  JSON.parse(readFileSync(join(root, 'packages/guard/schema/report.schema.json'), 'utf8')),
);
const read = ajv.compile(storedSecurityReport);

describe('a real security report', () => {
  it.each(['asDesigned', 'asBuilt'] as const)('%s fits the published schema', (which) => {
    published(report[which]);
    expect(published.errors ?? []).toEqual([]);
  });

  it('fits what the readers take', () => {
    read(report);
    expect(read.errors ?? []).toEqual([]);
  });

  it('is refused by both when a verdict has no word of the list', () => {
    const [first, ...rest] = report.asBuilt.verdicts;
    const wrong = { ...report.asBuilt, verdicts: [{ ...first, verdict: 'fine' }, ...rest] };
    expect(published(wrong)).toBe(false);
    expect(read({ ...report, asBuilt: wrong })).toBe(false);
  });

  it('names files from the checkout on, never a folder of this machine', () => {
    expect(JSON.stringify(report)).not.toContain(root);
    expect(report.asBuilt.verdicts.flatMap(({ resources }) => resources).length).toBeGreaterThan(0);
  });

  it('finds the account as it was built broken', () => {
    expect(report.asBuilt.summary.refuted).toBeGreaterThan(0);
  });
});

describe('the commit of a report', () => {
  it('is the one of the checkout, or says that it is unknown', () => {
    expect(commitOf(root)).toMatch(/^([0-9a-f]{40}|unknown)$/);
    expect(commitOf('/')).toBe('unknown');
  });
});
