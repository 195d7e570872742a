// CloudWatch Logs Insights, the part our saved queries use: fields, filter with = and like joined by and, sort, limit.

import { valueAt } from './filter-pattern.ts';

type Json = Readonly<Record<string, unknown>>;

/** The lines a query finds, each cut down to the fields it asks for. */
export function runQuery(query: string, lines: readonly Json[]): readonly Json[] {
  let found = lines;
  let fields: readonly string[] = [];
  for (const step of query.split('|').map((part) => part.trim())) {
    const [command = '', ...rest] = step.split(' ');
    const more = rest.join(' ');
    if (command === 'fields') fields = more.split(',').map((field) => field.trim().replaceAll('`', ''));
    else if (command === 'filter') found = found.filter(conditionOf(more));
    else if (command !== 'sort' && command !== 'limit')
      throw new Error(`Query: given ${step}, understood are fields, filter, sort and limit.`);
  }
  return found.map((line) =>
    Object.fromEntries(
      fields
        .map((field) => [field, line[field] ?? valueAt(line, field.split('.'))] as const)
        .filter(([, value]) => value !== undefined),
    ),
  );
}

/** Every field that a query names, of any command: what stands in no line makes its column, or its answer, empty. */
export function queryFields(query: string): readonly string[] {
  const quoted = [...query.matchAll(/`([^`]+)`/g)].map(([, field = '']) => field);
  const words = query
    .replaceAll(/"[^"]*"|`[^`]*`|\blike \/(?:[^/\\]|\\.)*\//g, ' ')
    .matchAll(/[@A-Za-z_][\w.]*(?!\w*\()/g);
  const aliases = [...query.matchAll(/\bas (\w+)/g)].map(([, name = '']) => name);
  const plain = [...words]
    .map(([word]) => word)
    .filter((word) => !ofTheLanguage.has(word) && !aliases.includes(word));
  return [...new Set([...quoted, ...plain])].filter((field) => !field.startsWith('@'));
}

const ofTheLanguage = new Set(
  'fields filter stats sort limit by desc asc and or not in like as count avg max min sum ispresent'.split(
    ' ',
  ),
);

/** A query with its blanks filled in; one without a value is a step of the way that leads nowhere. */
export function filled(query: string, values: Json): string {
  return query.replace(/\{\{(\w+)\}\}/g, (_all, name: string) => {
    const value = values[name];
    if (typeof value !== 'string') throw new Error(`Query: the steps before give no ${name}.`);
    return value;
  });
}

function conditionOf(text: string): (line: Json) => boolean {
  const tests = text.split(' and ').map((part) => {
    const [, quoted, plain = '', operator, value = ''] =
      /^(?:`([^`]+)`|([@\w.]+)) (=|like) "([^"]*)"$/.exec(part.trim()) ?? [];
    const field = quoted ?? plain;
    if (field === '')
      throw new Error(`Query: given ${part}, understood is a field with = or like and a text.`);
    const read = (line: Json) =>
      field === '@message'
        ? JSON.stringify(line)
        : String(line[field] ?? valueAt(line, field.split('.')) ?? '');
    return operator === '='
      ? (line: Json) => read(line) === value
      : (line: Json) => read(line).includes(value);
  });
  return (line) => tests.every((test) => test(line));
}
