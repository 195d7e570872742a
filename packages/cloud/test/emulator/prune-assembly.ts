// An assembly on disk, cut down to what an emulated account can take.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CloudFormationClient, ValidateTemplateCommand } from '@aws-sdk/client-cloudformation';
import type { Resource, Template } from '../../src/golden-assembly.ts';
import { prune, type TakenOut } from './prune.ts';

/** Prunes every template below `folder` in place, and says what was taken out and why. */
export async function pruneAssembly(
  folder: string,
  client: CloudFormationClient,
): Promise<readonly TakenOut[]> {
  const all: TakenOut[] = [];
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.template.json'))
    .map((path) => join(folder, path));
  for (const path of paths) {
    const whole: Template = JSON.parse(readFileSync(path, 'utf8'));
    const { template, takenOut } = prune(whole, cannotTake(await typesUnknownTo(client, whole)));
    writeFileSync(path, JSON.stringify(template));
    all.push(...takenOut);
  }
  return all;
}

/** Besides what it does not know: what it knows and does only in part, or what needs something of the owner's. */
function cannotTake(unknown: ReadonlySet<string>): (resource: Resource) => string | undefined {
  return ({ Type, Properties }) => {
    if (Type.startsWith('Custom::')) return 'they ask services that it lacks';
    if (unknown.has(Type)) return 'unknown to its CloudFormation';
    if (Type === 'AWS::Route53::RecordSet')
      return 'their zone is the owner’s, and there before the first deployment';
    if (Type === 'AWS::CloudWatch::Alarm' && Properties?.['Metrics'] !== undefined)
      return 'those over several metrics: it knows no metric math';
    return undefined;
  };
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
