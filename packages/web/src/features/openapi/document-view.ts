// From an OpenAPI document to what the page shows: operations in groups, schemas as lines of text. Pure.

export interface ApiDocument {
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

export interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: Readonly<Record<string, Response>>;
  readonly 'x-access': 'public' | { readonly roles: readonly string[]; readonly aal: number };
}

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly description?: string;
  readonly schema: Schema;
}

interface Response {
  readonly description: string;
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>;
}

/** The keywords of JSON Schema that the document uses. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly description?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

export interface OperationView {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly access: string;
  readonly parameters: readonly Parameter[];
  readonly body: Schema | null;
  readonly answers: readonly {
    readonly status: string;
    readonly type: string;
    readonly schema: Schema | null;
  }[];
}

export interface GroupView {
  readonly name: string;
  readonly operations: readonly OperationView[];
}

export function groupsOf({ paths }: ApiDocument): readonly GroupView[] {
  const groups = new Map<string, OperationView[]>();
  for (const [path, operations] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      const name = operation.tags[0] ?? 'other';
      groups.set(name, [...(groups.get(name) ?? []), viewOf(method, path, operation)]);
    }
  }
  return [...groups].map(([name, operations]) => ({ name, operations }));
}

function viewOf(method: string, path: string, operation: Operation): OperationView {
  return {
    id: operation.operationId,
    method: method.toUpperCase(),
    path,
    summary: operation.summary ?? '',
    access: accessInWords(operation['x-access']),
    parameters: operation.parameters ?? [],
    body: operation.requestBody?.content['application/json']?.schema ?? null,
    answers: Object.entries(operation.responses).map(([status, { content = {} }]) => {
      const [type = 'nothing', media] = Object.entries(content)[0] ?? [];
      return { status: status === 'default' ? 'refused' : status, type, schema: media?.schema ?? null };
    }),
  };
}

export function accessInWords(access: Operation['x-access']): string {
  if (access === 'public') return 'anyone';
  const who = access.roles.length === 0 ? 'a session that waits for its next step' : access.roles.join(', ');
  return access.aal === 2 ? `${who}; second factor` : who;
}

/** A schema in one phrase; the name of a schema that has one, without its inside. */
export function inBrief(schema: Schema): string {
  if (schema.$ref !== undefined) return nameOf(schema.$ref);
  if (schema.anyOf !== undefined) return schema.anyOf.map(inBrief).join(' or ');
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(', ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.items !== undefined) return `list of ${inBrief(schema.items)}`;
  if (schema.type === 'object') return `{ ${Object.keys(schema.properties ?? {}).join(', ')} }`;
  return schema.description ?? schema.format ?? schema.type ?? 'any value';
}

export function nameOf(ref: string): string {
  return ref.slice(ref.lastIndexOf('/') + 1);
}

export interface FieldView {
  readonly name: string;
  readonly required: boolean;
  readonly says: string;
  /** The named schema to read on with. */
  readonly link: string | null;
}

export function fieldsOf(schema: Schema): readonly FieldView[] {
  return Object.entries(schema.properties ?? {}).map(([name, inner]) => {
    const ref = inner.$ref ?? inner.items?.$ref;
    return {
      name,
      required: schema.required?.includes(name) ?? false,
      says: inBrief(inner),
      link: ref === undefined ? null : nameOf(ref),
    };
  });
}
