// Which version of an order an answer shows (ETag) and which one a change was decided on (If-Match).

import { Refusal } from '#platform/problem.ts';

export function etagOf(version: number): string {
  return `"${version}"`;
}

/** Strong comparison with one tag (RFC 9110, section 13.1.1); undefined when the header is absent. */
export function versionFrom(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  const version = /^"([1-9][0-9]{0,8})"$/.exec(header)?.[1];
  if (version !== undefined) return Number(version);
  const given = JSON.stringify(header.slice(0, 60));
  throw new Refusal('header-invalid', {
    errors: [{ field: 'If-Match', given, allowed: 'the ETag you read, for example "3"' }],
  });
}
