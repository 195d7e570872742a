// Where a page that comes back has been (WHATWG HTML, section 9.2.4).

import { Refusal } from '#platform/problem.ts';

/** Null when the page has been nowhere yet. */
export function lastEventIdOf(header: string | string[] | undefined): number | null {
  if (header === undefined || header === '') return null;
  if (typeof header === 'string' && /^[0-9]{1,15}$/.test(header)) return Number(header);
  const given = JSON.stringify(String(header).slice(0, 60));
  throw new Refusal('header-invalid', {
    errors: [{ field: 'Last-Event-ID', given, allowed: 'the id of an earlier event, a number' }],
  });
}
