// Recorded AWS output → resources as a template would declare them. One folder per account, in it one per region, in it
// one file per operation: `ec2.describe-vpcs.json`, or `s3api.get-bucket-policy@BUCKET.json` for an answer about one
// thing. Output is taken unmodified; a list of pages counts as one output. Invariant: an operation that was not
// recorded hides facts, it never makes them absent: see `unread`.

import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Resource } from '../closed-world.ts';
import type { Node } from '../cloudformation/node.ts';
import { parseJson } from '../cloudformation/parse-json.ts';
import { at, items, listValue, mapValue, scalarValue, text, type Value } from '../cloudformation/value.ts';
import type { TemplateSource } from '../sources.ts';
import { UnreadableInput } from '../unreadable.ts';
import { unsettledBlocks } from './held-blocks.ts';
import { identityOperations } from './identity-operations.ts';
import { joinAnswers } from './join-answers.ts';
import { joinIdentities } from './join-identities.ts';
import { joinTraffic } from './join-traffic.ts';
import { operations } from './operations.ts';
import { rewrite } from './rewrite.ts';
import { unseenTransit } from './rewrite-transit.ts';
import { unseenTraffic } from './unseen-traffic.ts';

export interface ReadAccount {
  readonly resources: readonly Resource[];
  readonly sources: readonly TemplateSource[];
  /** Operations that were not recorded although nothing is safe without them. */
  readonly unread: readonly string[];
}

/** Throws UnreadableInput when the folder holds no recorded region, or a file that is no JSON. */
export function readAccount(path: string, base: string): ReadAccount {
  const root = path.startsWith('/') ? path : join(base, path);
  if (!statSync(root, { throwIfNoEntry: false })?.isDirectory())
    throw new UnreadableInput(
      `${path}: no such folder; --account takes a folder with ACCOUNT/REGION/SERVICE.OPERATION.json`,
    );
  const regions = folders(root).flatMap(({ name: account }) =>
    folders(join(root, account)).map(({ name: region }) => ({ account, region })),
  );
  if (regions.length === 0)
    throw new UnreadableInput(
      `${path}: no recorded region; expected folders like 111122223333/eu-west-1 with files like ec2.describe-vpcs.json`,
    );
  const read = regions.map(({ account, region }) =>
    readRegion(join(root, account, region), `aws://${account}/${region}`, base),
  );
  return {
    resources: read.flatMap(({ resources }) => resources),
    sources: read.flatMap(({ sources }) => sources),
    unread: [
      ...read.flatMap(({ unread }) => unread),
      ...folders(root).flatMap(({ name: account }) =>
        missing(join(path, account), recordedIn(read, account), isGlobal),
      ),
    ],
  };
}

/** Names of the operations that any region of the account records. */
function recordedIn(regions: readonly ReadAccount[], account: string): ReadonlySet<string> {
  const sources = regions.flatMap((region) => region.sources);
  const own = sources.filter(({ environment }) => environment?.startsWith(`aws://${account}/`));
  return new Set(own.map(({ stackName }) => stackName.replace(/@.*$/, '')));
}

const folders = (path: string): Dirent[] =>
  readdirSync(path, { withFileTypes: true })
    .filter((item) => item.isDirectory())
    .sort((a, b) => (a.name < b.name ? -1 : 1));

function readRegion(folder: string, environment: string, base: string): ReadAccount {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort();
  const near = (path: string) => (relative(base, path).startsWith('../../..') ? path : relative(base, path));
  const sources = names.map((name): TemplateSource => {
    const file = near(join(folder, name));
    const size = statSync(join(folder, name)).size;
    if (size > 64_000_000)
      throw new UnreadableInput(`${file}: ${size} bytes; record the operation in smaller parts`);
    const written = readFileSync(join(folder, name), 'utf8');
    return { file, text: written, root: parseJson(file, written), stackName: name.slice(0, -5), environment };
  });
  const resources = sources.flatMap((source) => resourcesOf(source, environment));
  const files = new Set(sources.map(({ stackName }) => stackName));
  const recorded = new Set(names.map((name) => name.replace(/(@.*)?\.json$/, '')));
  return {
    resources: joinAnswers(joinTraffic(joinIdentities([...resources, ...unseenTransit(resources, files)]))),
    sources,
    unread: [
      ...missing(near(folder), recorded, (name) => !isGlobal(name)),
      ...sources.filter(isCutOff).map(({ file }) => `${file} ends before the last page`),
      ...unseenTraffic(near(folder), resources, files),
      ...unsettledBlocks(near(folder), resources),
    ],
  };
}

/** Whether the last page tells of another one: `--max-items`, or pages that were not all kept. */
function isCutOff({ root, stackName }: TemplateSource): boolean {
  const output = plainValue(root);
  const last = output.kind === 'list' ? output.items.at(-1) : output;
  const list =
    operationNamed(stackName.split('@')[0] ?? '')
      ?.items.split('.')
      .slice(0, -1)
      .join('.') ?? '';
  const told = list === '' ? last : at(last, list);
  return ['NextToken', 'nextToken', 'NextMarker', 'IsTruncated', 'AdditionalRoutesAvailable'].some(
    (name) => !['', 'false', 'null', undefined].includes(text(at(told, name))),
  );
}

/** These answer for the whole account, from whichever region they are asked. */
const isGlobal = (operation: string): boolean => /^(s3api|cloudfront)\./.test(operation);

function missing(
  folder: string,
  recorded: ReadonlySet<string>,
  isAsked: (operation: string) => boolean,
): string[] {
  return Object.entries(operations)
    .filter(([name, { needed }]) => needed && !recorded.has(name) && isAsked(name))
    .map(([name]) => `${folder} records no ${name}`);
}

function operationNamed(name: string) {
  if (Object.hasOwn(operations, name)) return operations[name];
  return Object.hasOwn(identityOperations, name) ? identityOperations[name] : undefined;
}

function resourcesOf({ file, root, stackName }: TemplateSource, environment: string): Resource[] {
  const [name = '', about] = stackName.split('@');
  const operation = operationNamed(name);
  const output = plainValue(root);
  const resource = (
    type: string,
    id: string | undefined,
    properties: ReadonlyMap<string, Value>,
    line: number,
  ): Resource => ({
    key: id ?? `${file}:${line}:${type}`,
    id: id ?? about ?? type,
    type,
    file,
    line,
    stack: environment,
    environment,
    properties: mapValue(properties, line),
  });
  // What is recorded and not understood is counted under its own name, never passed over.
  if (!operation) return [resource(`recorded ${name}`, undefined, new Map(), root.line)];
  const pages = output.kind === 'list' ? output.items : [output];
  const found = pages.flatMap((page) => (operation.items === '' ? [page] : items(at(page, operation.items))));
  return found.flatMap((item) => {
    const told =
      operation.about === undefined || about === undefined ? item : withAbout(item, operation.about, about);
    const id = operation.id === undefined ? undefined : text(at(told, operation.id));
    return rewrite(told, id, operation.type).map((it) => resource(it.type, it.id, it.properties, it.line));
  });
}

const withAbout = (item: Value, name: string, about: string): Value =>
  mapValue(
    new Map([...(item.kind === 'map' ? item.entries : []), [name, scalarValue(about, item.line)]]),
    item.line,
  );

function plainValue(node: Node): Value {
  if (node.kind === 'scalar') return scalarValue(node.value, node.line);
  if (node.kind === 'list') return listValue(node.items.map(plainValue), node.line);
  return mapValue(new Map([...node.entries].map(([key, child]) => [key, plainValue(child)])), node.line);
}
