// The parameters of a route: those of its path and its query, which have schemas, and the headers it reads.

import type { OfferedRoute } from '#platform/strict-routes.ts';

interface ObjectSchema {
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly required?: readonly string[];
}

export function parametersOf(
  { schema, told }: OfferedRoute,
  write: (schema: unknown) => unknown,
): readonly object[] {
  const from = (place: 'path' | 'query', given: unknown) => {
    const { properties = {}, required = [] } = (given ?? {}) as ObjectSchema;
    return Object.entries(properties).map(([name, inner]) => ({
      name,
      in: place,
      required: place === 'path' || required.includes(name),
      schema: write(inner),
    }));
  };
  const header = (name: string, required: boolean, description: string) => ({
    name,
    in: 'header',
    required,
    description,
    schema: { type: 'string' },
  });
  return [
    ...from('path', schema.params),
    ...from('query', schema.querystring),
    ...(told.needsVersion === true
      ? [header('If-Match', false, 'The ETag you read, for example "3"; a repeated eventId needs none')]
      : []),
    ...(told.produces === 'text/event-stream'
      ? [header('Last-Event-ID', false, 'The id of the last event you saw; what came since is sent first')]
      : []),
  ];
}
