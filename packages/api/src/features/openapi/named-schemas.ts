// Schemas of the contract appear once, under the name the contract gives them; the rest stands where it is used.

import * as audit from '@cool/contract/audit';
import * as identity from '@cool/contract/identity';
import * as orders from '@cool/contract/orders';
import * as problems from '@cool/contract/problems';
import * as report from '@cool/contract/security-report';
import * as tracking from '@cool/contract/tracking';

const names = new Map<unknown, string>(
  [audit, identity, orders, problems, report, tracking].flatMap((door) =>
    Object.entries(door)
      .filter(([, value]) => isSchema(value))
      .map(([name, value]) => [value, name] as const),
  ),
);

export interface SchemaWriter {
  /** The schema as it stands in the document: a reference where the contract has a name for it. */
  write(schema: unknown): unknown;
  components(): Readonly<Record<string, unknown>>;
}

export function schemaWriter(): SchemaWriter {
  const components = new Map<string, unknown>();

  const write = (schema: unknown): unknown => {
    const name = names.get(schema);
    if (name === undefined) return inner(schema);
    if (!components.has(name)) {
      components.set(name, {}); // before its inside, so that a schema that names itself ends
      components.set(name, inner(schema));
    }
    return { $ref: `#/components/schemas/${name}` };
  };

  const inner = (schema: unknown): unknown => {
    if (Array.isArray(schema)) return schema.map(write);
    if (typeof schema !== 'object' || schema === null) return schema;
    return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, write(value)]));
  };

  return {
    write,
    components: () => Object.fromEntries([...components].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

/** Tables of schemas (the bodies of commands) have no kind of their own. */
function isSchema(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    ['type', 'anyOf', 'enum', 'const'].some((keyword) => keyword in value && !Array.isArray(value))
  );
}
