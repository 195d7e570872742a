// The order in which Vitest starts files: those that take longest by the clock go first, so that no worker still has one
// of them before it when the others are done. What a checkout has not measured yet, Vitest orders by the size of the
// file, and a journey that waits for a browser or for a clock may be a small one. No test depends on the order.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const root = fileURLToPath(new URL('../', import.meta.url));

/** The longest first. */
const longest = [
  'packages/cloud/test/delivery.journey.test.ts',
  'packages/trials/test/pages.journey.test.ts',
  'packages/trials/test/alarm-chain.journey.test.ts',
  'packages/trials/test/faults.journey.test.ts',
  'packages/cloud/test/release.journey.test.ts',
  'packages/trials/test/restore.journey.test.ts',
  'packages/trials/test/kills.journey.test.ts',
  'packages/trials/test/main-job.journey.test.ts',
  'packages/trials/test/schemathesis.journey.test.ts',
  'packages/cloud/src/gate/gate.test.ts',
  'packages/guard/src/reason/soak/soak.property.test.ts',
  'packages/guard/src/reason/access/symbolic/budget.test.ts',
  'packages/guard/src/read/fuzz/hostile-policies.test.ts',
  'packages/cloud/test/pipeline-trust.test.ts',
] as const;

const places = new Map(longest.map((path, place) => [join(root, path), place]));
const gone = longest.filter((path) => !existsSync(join(root, path)));
if (gone.length > 0)
  throw new Error(
    `tools/longest-first.ts: given ${gone.join(', ')}, allowed are files that exist; name them anew.`,
  );

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const others = await super.sort(files); // keeps groups and projects apart, and sorting keeps what is equal in its order
    const place = ({ moduleId }: TestSpecification) => places.get(moduleId) ?? longest.length;
    const groups = [...new Set(others.map(groupOf))];
    return others.toSorted(
      (a, b) => groups.indexOf(groupOf(a)) - groups.indexOf(groupOf(b)) || place(a) - place(b),
    );
  }
}

const groupOf = ({ project }: TestSpecification): string => project.name;
