// Files an import must not take. A file that is readable is answered with 200 and its problems, line by line; none
// of its rows, not even the right ones, may be placed. Pure.

import { rightCsv } from './right-values.ts';

export type BadFile = {
  readonly name: string;
  readonly csv: string;
  /** The line and the field the answer must name. */
  readonly line: number;
  readonly field: string;
};

const [header = '', row = ''] = rightCsv.trimEnd().split('\n');
const columns = header.split(',');
const cells = row.split(',');

/** The right row with another cell in a column. */
const withCell = (column: string, cell: string) =>
  columns.map((name, at) => (name === column ? cell : (cells[at] ?? ''))).join(',');

export function badFiles(): readonly BadFile[] {
  const inCell = (column: string, cell: string, what: string): BadFile => ({
    name: `${column} ${what}`,
    csv: `${header}\n${row}\n${withCell(column, cell)}\n`,
    line: 3,
    field: column,
  });
  return [
    {
      name: 'a header without its last column',
      csv: `${columns.slice(0, -1).join(',')}\n${row}\n`,
      line: 1,
      field: 'header',
    },
    {
      name: 'a header with one column more',
      csv: `${header},role\n${row},admin\n`,
      line: 1,
      field: 'header',
    },
    {
      name: 'a header in another order',
      csv: `${[...columns].reverse().join(',')}\n${row}\n`,
      line: 1,
      field: 'header',
    },
    {
      name: 'a header with __proto__',
      csv: `${header.replace('source', '__proto__')}\n${row}\n`,
      line: 1,
      field: 'header',
    },
    { name: 'a header and no row', csv: `${header}\n`, line: 2, field: 'rows' },
    {
      name: 'a row with a cell too few',
      csv: `${header}\n${row}\n${cells.slice(1).join(',')}\n`,
      line: 3,
      field: 'row',
    },
    { name: 'a row with a cell too many', csv: `${header}\n${row}\n${row},x\n`, line: 3, field: 'row' },
    { name: 'a quote that never ends', csv: `${header}\n${row}\n"${row}\n`, line: 3, field: 'row' },
    inCell('pickup_name', '', 'empty'),
    inCell('pickup_name', 'a\u0000b', 'with a NUL'),
    { ...inCell('dropoff_address', '"two\nlines"', 'of two lines'), line: 4 }, // a row is found where it ends
    inCell('pickup_routing_key', 'BT1', 'of another island'),
    inCell('pickup_routing_key', 'd01', 'in small letters'),
    inCell('pickup_lat', '91', 'past the pole'),
    inCell('pickup_lat', 'north', 'in words'),
    inCell('dropoff_lon', '0x10', 'in hexadecimal'),
    inCell('dropoff_lon', '1e400', 'far too large'),
    inCell('dropoff_lat', '', 'missing beside its longitude'),
    inCell('recipient_email', 'nobody', 'that is none'),
    inCell('recipient_email', '"a@example.com,b@example.com"', 'of two people'),
    inCell('recipient_name', 'x'.repeat(200), 'too long'),
    inCell('weight_grams', '0', 'of nothing'),
    inCell('weight_grams', '-5', 'below zero'),
    inCell('weight_grams', '1.5', 'in parts'),
    inCell('weight_grams', '9'.repeat(30), 'far too large'),
    inCell('weight_grams', ' 950', 'with a blank'),
    inCell('source', 'x'.repeat(5_000), 'too long'),
  ];
}

type ImportAnswer = {
  readonly placed?: readonly unknown[];
  readonly problems?: readonly { readonly [key: string]: unknown }[];
};

/** What is wrong with the answer to a bad file, in sentences. */
export function fileComplaints(
  { name, line, field }: BadFile,
  status: number,
  text: string,
): readonly string[] {
  const say = (what: string) => `${name}: ${what}; the answer was ${status} ${text.slice(0, 300)}`;
  if (status !== 200) return [say('a readable request is answered with the problems of its rows')];
  const { placed, problems = [] } = JSON.parse(text) as ImportAnswer;
  const named = problems.filter((problem) => problem['line'] === line && problem['field'] === field);
  const clear = named.every(({ given, allowed }) =>
    [given, allowed].every((part) => typeof part === 'string' && part !== ''),
  );
  return [
    ...(placed?.length === 0 ? [] : [say('a row was placed')]),
    ...(named.length > 0 ? [] : [say(`no problem names line ${line}, ${field}`)]),
    ...(clear ? [] : [say('a problem lacks what was given or allowed')]),
  ];
}
