// An assembly on disk, cut down to what an emulated account can take.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CloudFormationClient, ValidateTemplateCommand } from '@aws-sdk/client-cloudformation';
import type { Resource, Template } from '../../src/golden-assembly.ts';
import { prune } from './prune.ts';

/** Prunes every template below `folder` in place, and says what was taken out: type → how many. */
export async function pruneAssembly(
  folder: string,
  client: CloudFormationClient,
): Promise<ReadonlyMap<string, number>> {
  const all = new Map<string, number>();
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.template.json'))
    .map((path) => join(folder, path));
  for (const path of paths) {
    const whole: Template = JSON.parse(readFileSync(path, 'utf8'));
    const { template, notExercised } = prune(whole, cannotTake(await typesUnknownTo(client, whole)));
    writeFileSync(path, JSON.stringify(template));
    for (const [type, count] of notExercised) all.set(type, (all.get(type) ?? 0) + count);
  }
  return all;
}

/** Besides what it does not know: what it knows and does only in part, or what needs something of the owner's. */
function cannotTake(unknown: ReadonlySet<string>): (resource: Resource) => boolean {
  return ({ Type, Properties }) =>
    unknown.has(Type) ||
    Type.startsWith('Custom::') || // they ask services it does not have
    Type === 'AWS::Route53::RecordSet' || // its zone stands in the owner's account before the first deployment
    (Type === 'AWS::CloudWatch::Alarm' && Properties?.['Metrics'] !== undefined); // no metric math
}

/** CloudFormation names all types it does not know in one answer, before it does anything. */
async function typesUnknownTo(
  client: CloudFormationClient,
  template: Template,
): Promise<ReadonlySet<string>> {
  // The types alone: a whole template may be longer than this call takes.
  const types = [...new Set(Object.values(template.Resources).map(({ Type }) => Type))];
  const Resources = Object.fromEntries(types.map((Type, at) => [`Type${at}`, { Type }]));
  try {
    await client.send(new ValidateTemplateCommand({ TemplateBody: JSON.stringify({ Resources }) }));
    return new Set();
  } catch (error) {
    const listed = /Unrecognized resource types: \[([^\]]*)\]/.exec(
      error instanceof Error ? error.message : '',
    );
    if (listed?.[1] === undefined) throw error;
    return new Set(listed[1].split(', '));
  }
}
