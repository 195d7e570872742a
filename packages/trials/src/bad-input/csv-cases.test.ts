import { describe, expect, it } from 'vitest';
import { badFiles, fileComplaints } from './csv-cases.ts';
import { rightCsv } from './right-values.ts';

const file = { name: 'x', csv: '', line: 3, field: 'parcel' };
const problem = { line: 3, field: 'parcel', given: '""', allowed: 'a text' };
const answer = (body: unknown) => JSON.stringify(body);

describe('the bad files', () => {
  it('differ from the right one and from each other', () => {
    const files = badFiles();
    expect(files.filter(({ csv }) => csv === rightCsv)).toEqual([]);
    expect(new Set(files.map(({ csv }) => csv)).size).toBe(files.length);
  });
});

describe('the judge of imports', () => {
  it('has nothing to say about a file refused line by line', () => {
    expect(fileComplaints(file, 200, answer({ placed: [], problems: [problem] }))).toEqual([]);
  });

  it.each([
    ['a row placed', 200, { placed: ['ord_1'], problems: [problem] }, /was placed/],
    ['another line', 200, { placed: [], problems: [{ ...problem, line: 2 }] }, /names line 3/],
    ['another field', 200, { placed: [], problems: [{ ...problem, field: 'row' }] }, /parcel/],
    ['nothing allowed', 200, { placed: [], problems: [{ ...problem, allowed: '' }] }, /lacks/],
    ['no problem', 200, { placed: [], problems: [] }, /names line 3/],
    ['a broken server', 500, {}, /answered with the problems/],
  ])('sees %s', (_what, status, body, said) => {
    expect(fileComplaints(file, status, answer(body)).join()).toMatch(said);
  });
});
