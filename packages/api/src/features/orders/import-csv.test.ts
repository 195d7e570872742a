import { importColumns } from '@cool/contract/orders';
import { expect, test } from 'vitest';
import { mostRows, readImport } from './import-csv.ts';

const header = importColumns.join(',');
const row = (cells: Readonly<Partial<Record<(typeof importColumns)[number], string>>> = {}) => {
  const right: Record<(typeof importColumns)[number], string> = {
    pickup_name: 'GPO',
    pickup_address: 'O’Connell Street',
    pickup_routing_key: 'D01',
    pickup_lat: '53.3494',
    pickup_lon: '-6.2606',
    dropoff_name: 'Trinity',
    dropoff_address: 'College Green',
    dropoff_routing_key: 'D02',
    dropoff_lat: '',
    dropoff_lon: '',
    recipient_name: 'Aoife',
    recipient_email: 'aoife@example.ie',
    parcel: 'A book',
    weight_grams: '500',
    source: '',
  };
  return importColumns.map((column) => cells[column] ?? right[column]).join(',');
};

test('a right file becomes orders to place, positions only where given', () => {
  const read = readImport(`\ufeff${header}\r\n${row({ pickup_name: '"GPO, ""main"" hall"' })}\r\n`);
  expect(read).toEqual({
    ok: true,
    rows: [
      {
        pickup: {
          name: 'GPO, "main" hall',
          address: 'O’Connell Street',
          routingKey: 'D01',
          position: { lat: 53.3494, lon: -6.2606 },
        },
        dropOff: { name: 'Trinity', address: 'College Green', routingKey: 'D02' },
        recipient: { name: 'Aoife', email: 'aoife@example.ie' },
        parcel: { description: 'A book', weightGrams: 500 },
      },
    ],
  });
});

test.each([
  [{ pickup_routing_key: 'BT1' }, 'pickup_routing_key', '"BT1"'],
  [{ dropoff_lat: '53.3' }, 'dropoff_lon', '""'],
  [{ pickup_lat: '91' }, 'pickup_lat', '"91"'],
  [{ pickup_lat: '0x10' }, 'pickup_lat', '"0x10"'],
  [{ weight_grams: '1e3' }, 'weight_grams', '"1e3"'],
  [{ weight_grams: '' }, 'weight_grams', '""'],
  [{ weight_grams: '0.5' }, 'weight_grams', '"0.5"'],
  [{ recipient_email: 'nobody' }, 'recipient_email', '"nobody"'],
  [{ recipient_name: '' }, 'recipient_name', '""'],
  [{ parcel: 'tab\there' }, 'parcel', '"tab\\there"'],
  [{ source: 'x'.repeat(301) }, 'source', `"${'x'.repeat(57)}..."`],
])('a wrong cell is named with its line: %j', (cells, field, given) => {
  const read = readImport(`${header}\n${row()}\n${row(cells)}\n`);
  expect(read).toMatchObject({ ok: false, rowCount: 2, problems: [{ line: 3, field, given }] });
  if (!read.ok) for (const problem of read.problems) expect(problem.allowed).toMatch(/^[a-z0-9][^^\\]+$/);
});

test('every wrong row is told at once, up to a hundred', () => {
  const read = readImport(
    `${header}\n${Array.from({ length: 150 }, () => row({ weight_grams: 'x' })).join('\n')}\n`,
  );
  expect(read.ok ? 0 : read.problems.length).toBe(100);
});

test.each([
  ['', { line: 1, field: 'header', given: 'nothing' }],
  [`${header},extra\n${row()},x\n`, { line: 1, field: 'header' }],
  [`${header.toUpperCase()}\n${row()}\n`, { line: 1, field: 'header' }],
  [`${header}\n`, { field: 'rows', given: '0' }],
  [`${header}\n${row()},one too many\n`, { line: 2, field: 'row', given: '16 cells', allowed: '15 cells' }],
  [`${header}\n${row({ parcel: '"open' })}\n`, { field: 'row' }],
  [`${header}\n${row({ parcel: 'a"b' })}\n`, { field: 'row' }],
  [`${header}\n${`${row()}\n`.repeat(mostRows + 1)}`, { field: 'rows', given: String(mostRows + 1) }],
])('a file of the wrong form is refused as a whole (%#)', (csv, problem) => {
  expect(readImport(csv)).toMatchObject({ ok: false, problems: [problem] });
});

test('a formula is text like any other: kept as given', () => {
  const read = readImport(`${header}\n${row({ parcel: '=HYPERLINK(A1)' })}\n`);
  expect(read.ok && read.rows[0]?.parcel.description).toBe('=HYPERLINK(A1)');
});
