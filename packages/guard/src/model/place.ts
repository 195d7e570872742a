// Where a fact is written. Every fact, witness and blocker carries one, because a finding without a line is an opinion.

import type { Resource } from '../read/closed-world.ts';
import type { Value } from '../read/cloudformation/value.ts';

export interface Place {
  readonly file: string;
  readonly line: number;
  /** Logical id of the resource. */
  readonly id: string;
  readonly type: string;
  /** Property path inside the resource; empty for the resource itself. */
  readonly path: string;
}

/** The place of a resource, or of one of its properties. */
export function placeOf(resource: Resource, path = '', value?: Value): Place {
  return {
    file: resource.file,
    line: value?.line ?? resource.line,
    id: resource.id,
    type: resource.type,
    path,
  };
}
