// The single values a schema takes, by their JSON pointers: what a test of "every field" is generated from.

export interface Leaf {
  /** A list is told by its first element. */
  readonly pointer: string;
  readonly name: string;
  readonly schema: Readonly<Record<string, unknown>>;
}

export function leavesOf(schema: unknown, pointer = ''): readonly Leaf[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { anyOf, oneOf, properties, items } = schema as Readonly<Record<string, unknown>>;
  const alternatives = [anyOf, oneOf].flatMap((each) => (Array.isArray(each) ? (each as unknown[]) : []));
  const inner = [
    ...alternatives.flatMap((each) => leavesOf(each, pointer)),
    ...Object.entries(properties ?? {}).flatMap(([name, each]) => leavesOf(each, `${pointer}/${name}`)),
    ...(items === undefined ? [] : leavesOf(items, `${pointer}/0`)),
  ];
  const nothingInside = alternatives.length === 0 && properties === undefined && items === undefined;
  const own =
    nothingInside && pointer !== ''
      ? [{ pointer, name: nameOf(pointer), schema: schema as Leaf['schema'] }]
      : [];
  return [...new Map([...own, ...inner].map((leaf) => [leaf.pointer, leaf])).values()];
}

function nameOf(pointer: string): string {
  return pointer.split('/').findLast((part) => part !== '0') ?? '';
}

/** The smallest body that has this value at the pointer. */
export function bodyWith(pointer: string, value: unknown): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduceRight<unknown>((inner, part) => (part === '0' ? [inner] : { [part]: inner }), value);
}

/** The pointers of all texts in a value that satisfy the question. */
export function pointersTo(value: unknown, asks: (text: string) => boolean, at = ''): readonly string[] {
  if (typeof value === 'string') return asks(value) ? [at] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => pointersTo(inner, asks, `${at}/${name}`));
}
