// From a CSV file (RFC 4180) to orders to place. Pure: text → rows or problems with line, field, given, allowed. Each
// row is judged by the same schema as an order placed by hand. Cells are stored as given: a cell that a spreadsheet
// would take for a formula is plain text here, and it is for an export to quote it.

import { type ImportRowProblem, importColumns, type PlaceOrder, placeOrder } from '@cool/contract/orders';
import { CsvError, parse } from 'csv-parse/sync';
import { compileSchema, describeGiven, fieldErrors } from '#platform/validation.ts';

type Column = (typeof importColumns)[number];
export type ImportRow = Omit<PlaceOrder, 'eventId'>;
export type ImportOutcome =
  | { readonly ok: true; readonly rows: readonly ImportRow[] }
  | { readonly ok: false; readonly rowCount: number; readonly problems: readonly ImportRowProblem[] };

export const mostRows = 2_000;
const mostProblems = 100;
const fits = compileSchema<PlaceOrder>(placeOrder);

const columnOf: Readonly<Record<string, Column>> = {
  '/pickup/name': 'pickup_name',
  '/pickup/address': 'pickup_address',
  '/pickup/routingKey': 'pickup_routing_key',
  '/pickup/position/lat': 'pickup_lat',
  '/pickup/position/lon': 'pickup_lon',
  '/dropOff/name': 'dropoff_name',
  '/dropOff/address': 'dropoff_address',
  '/dropOff/routingKey': 'dropoff_routing_key',
  '/dropOff/position/lat': 'dropoff_lat',
  '/dropOff/position/lon': 'dropoff_lon',
  '/recipient/name': 'recipient_name',
  '/recipient/email': 'recipient_email',
  '/parcel/description': 'parcel',
  '/parcel/weightGrams': 'weight_grams',
};

interface CsvRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

export function readImport(csv: string): ImportOutcome {
  const parsed = parseCsv(csv);
  if (!parsed.ok) return { ok: false, rowCount: 0, problems: [parsed.problem] };
  const [header, ...records] = parsed.records;
  const expected = importColumns.join(',');
  if (header === undefined || header.record.join(',') !== expected) {
    const given = describeGiven('header', header?.record.join(','));
    return { ok: false, rowCount: 0, problems: [{ line: 1, field: 'header', given, allowed: expected }] };
  }
  if (records.length === 0 || records.length > mostRows) {
    const problem = {
      line: 2,
      field: 'rows',
      given: String(records.length),
      allowed: `1 to ${mostRows} rows`,
    };
    return { ok: false, rowCount: records.length, problems: [problem] };
  }
  const rows: ImportRow[] = [];
  const problems: ImportRowProblem[] = [];
  for (const each of records) {
    const judged = judgeRow(each);
    if (judged.ok) rows.push(judged.row);
    else problems.push(...judged.problems);
  }
  if (problems.length > 0)
    return { ok: false, rowCount: records.length, problems: problems.slice(0, mostProblems) };
  return { ok: true, rows };
}

function parseCsv(
  csv: string,
): { ok: true; records: readonly CsvRecord[] } | { ok: false; problem: ImportRowProblem } {
  try {
    const records = parse(csv, { bom: true, info: true, relax_column_count: true, skip_empty_lines: true });
    return { ok: true, records: records as unknown as readonly CsvRecord[] };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line: unknown = error['lines'];
    return {
      ok: false,
      problem: {
        line: typeof line === 'number' && line > 0 ? line : 1,
        field: 'row',
        given: error.code,
        allowed: 'comma-separated values as in RFC 4180, quotes closed and doubled inside',
      },
    };
  }
}

function judgeRow({
  record,
  info,
}: CsvRecord): { ok: true; row: ImportRow } | { ok: false; problems: readonly ImportRowProblem[] } {
  const line = info.lines;
  if (record.length !== importColumns.length) {
    const problem = {
      line,
      field: 'row',
      given: `${record.length} cells`,
      allowed: `${importColumns.length} cells`,
    };
    return { ok: false, problems: [problem] };
  }
  const cells = Object.fromEntries(importColumns.map((column, i) => [column, record[i] ?? ''])) as Record<
    Column,
    string
  >;
  // The schema asks for an eventId; the real one is derived once the whole file is right.
  const candidate = { eventId: 'import-row-to-be', ...rowFrom(cells) };
  const source = cells.source.length <= 300 && !/[\p{Cc}\p{Surrogate}]/u.test(cells.source);
  if (fits(candidate) && source) {
    const { eventId: _unused, ...row } = candidate;
    return { ok: true, row };
  }
  const problems = fieldErrors(fits.errors ?? []).map(({ field, allowed }) => {
    const column = columnOf[field];
    return {
      line,
      field: column ?? field,
      given: describeGiven('', column === undefined ? undefined : cells[column]),
      allowed,
    };
  });
  if (!source) {
    problems.push({
      line,
      field: 'source',
      given: describeGiven('', cells.source),
      allowed: 'at most 300 characters, no control characters',
    });
  }
  return { ok: false, problems };
}

function rowFrom(cells: Readonly<Record<Column, string>>) {
  return {
    pickup: {
      name: cells.pickup_name,
      address: cells.pickup_address,
      routingKey: cells.pickup_routing_key,
      ...positionFrom(cells.pickup_lat, cells.pickup_lon),
    },
    dropOff: {
      name: cells.dropoff_name,
      address: cells.dropoff_address,
      routingKey: cells.dropoff_routing_key,
      ...positionFrom(cells.dropoff_lat, cells.dropoff_lon),
    },
    recipient: { name: cells.recipient_name, email: cells.recipient_email },
    parcel: { description: cells.parcel, weightGrams: numberFrom(cells.weight_grams) as number },
  };
}

/** Both cells empty: no position. One empty: the schema says which. */
function positionFrom(lat: string, lon: string) {
  if (lat === '' && lon === '') return {};
  return { position: { lat: numberFrom(lat) as number, lon: numberFrom(lon) as number } };
}

/** A plain decimal number, or the text itself, which the schema then refuses by name. */
function numberFrom(cell: string): number | string {
  return /^-?[0-9]{1,9}(\.[0-9]{1,9})?$/.test(cell) ? Number(cell) : cell;
}
