// Which files a path stands for: a template, a folder of templates, or a CDK assembly with the assemblies of its
// stages inside. Reads the disk and nothing else; what a template says is decided behind this file.

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { refuseCutOff } from './cloudformation/cut-off.ts';
import { nestedResources, templateReferences } from './cloudformation/nested-templates.ts';
import { entry, type Node, textOf } from './cloudformation/node.ts';
import { parse } from './cloudformation/parse.ts';
import { UnreadableInput } from './unreadable.ts';

export interface TemplateSource {
  /** The path as a reader would type it. */
  readonly file: string;
  readonly text: string;
  readonly root: Node;
  readonly stackName: string;
  /** `aws://ACCOUNT/REGION` as the assembly says, undefined for a template that stands alone. */
  readonly environment: string | undefined;
  /** How its nested stacks name their templates → the file that the name stands for. */
  readonly nests?: ReadonlyMap<string, string>;
}

const templateName = /\.(json|ya?ml|template)$/i;
const folderDepth = 32;
const largestFile = 64_000_000;
const skippedFolders = new Set(['node_modules', '.git', 'dist', 'cdk.out.cache']);

/** Every template under the paths, in a stable order, each once. */
export function readSources(paths: readonly string[], base: string): TemplateSource[] {
  const found = new Map<string, TemplateSource>();
  for (const path of paths) {
    for (const source of readPath(path, base)) if (!found.has(source.file)) found.set(source.file, source);
  }
  // What is found on the way is looked through as well: nested stacks nest.
  for (const source of found.values()) {
    const nests = new Map<string, string>();
    for (const [reference, path] of nestedFiles(source, base)) {
      const file = displayName(path, base);
      if (!found.has(file)) found.set(file, readTemplate(path, base));
      nests.set(reference, file);
    }
    if (nests.size > 0) found.set(source.file, { ...source, nests });
  }
  return [...found.values()];
}

/** The references of a template to templates of nested stacks that lie on this disk, each with its path. */
function nestedFiles(source: TemplateSource, base: string): [string, string][] {
  const folder = dirname(source.file.startsWith('/') ? source.file : join(base, source.file));
  const references = new Set(nestedResources(source.root).flatMap(templateReferences));
  if (references.size === 0) return [];
  const assets = assetPaths(folder, base);
  return [...references].flatMap((reference): [string, string][] => {
    const hash = /^asset:(.*)$/.exec(reference)?.[1];
    const name = hash === undefined ? reference : assets.get(hash);
    const path = name === undefined ? undefined : join(folder, name);
    if (path === undefined || !statSync(path, { throwIfNoEntry: false })?.isFile()) return [];
    return [[reference, path]];
  });
}

/** The files of an assembly by their hashes, as the manifests of its assets tell. */
function assetPaths(folder: string, base: string): ReadonlyMap<string, string> {
  const paths = new Map<string, string>();
  for (const name of readdirSync(folder)
    .filter((it) => it.endsWith('.assets.json'))
    .sort()) {
    const path = join(folder, name);
    const files = entry(parse(displayName(path, base), readText(path, displayName(path, base))), 'files');
    if (files?.kind !== 'map') continue;
    for (const [hash, file] of files.entries) {
      const source = textOf(entry(entry(file, 'source'), 'path'));
      if (source !== undefined) paths.set(hash, source);
    }
  }
  return paths;
}

function readPath(path: string, base: string): TemplateSource[] {
  const absolute = path.startsWith('/') ? path : join(base, path);
  const stats = statSync(absolute, { throwIfNoEntry: false });
  if (!stats)
    throw new UnreadableInput(
      `${path}: no such file or folder; give a template, a folder of templates or a CDK assembly`,
    );
  if (stats.isFile()) return [readTemplate(absolute, base)];
  if (!stats.isDirectory()) throw new UnreadableInput(`${path}: neither a file nor a folder`);
  const sources = readFolder(absolute, base, 0);
  if (sources.length === 0) {
    throw new UnreadableInput(
      `${path}: no CloudFormation template in this folder; expected .json, .yaml, .yml or .template files with a Resources section`,
    );
  }
  return sources;
}

function readTemplate(absolute: string, base: string): TemplateSource {
  const file = displayName(absolute, base);
  const source = asTemplate(file, readText(absolute, file));
  if (source) return source;
  throw new UnreadableInput(
    `${file}: no CloudFormation template; expected a map with a Resources section of typed resources`,
  );
}

function asTemplate(file: string, text: string): TemplateSource | undefined {
  const root = parse(file, text);
  if (!isTemplate(root)) return undefined;
  refuseCutOff(file, root);
  return {
    file,
    text,
    root,
    stackName: basename(file).replace(/(\.template)?\.[a-z]+$/i, ''),
    environment: undefined,
  };
}

function readFolder(folder: string, base: string, depth: number): TemplateSource[] {
  if (depth > folderDepth)
    throw new UnreadableInput(
      `${displayName(folder, base)}: folders nested deeper than ${folderDepth}; give the folder that holds the templates`,
    );
  const names = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  const manifest = names.some((item) => item.name === 'manifest.json')
    ? readManifest(join(folder, 'manifest.json'), base)
    : undefined;
  const sources: TemplateSource[] = manifest ? assemblyStacks(manifest, folder, base) : [];
  for (const item of names) {
    const path = join(folder, item.name);
    if (item.isDirectory() && !skippedFolders.has(item.name) && !item.name.startsWith('asset.')) {
      sources.push(...readFolder(path, base, depth + 1));
    } else if (!manifest && item.isFile() && templateName.test(item.name)) {
      // Folders hold other JSON as well; only what names a Resources section is held to being readable.
      const text = readText(path, displayName(path, base));
      if (!/^\s*"?Resources"?\s*:/m.test(text) && !/"Resources"\s*:/.test(text)) continue;
      const source = asTemplate(displayName(path, base), text);
      if (source) sources.push(source);
    }
  }
  return sources;
}

function readManifest(path: string, base: string): Node | undefined {
  const file = displayName(path, base);
  const root = parse(file, readText(path, file));
  return entry(root, 'artifacts') && entry(root, 'version') ? root : undefined;
}

function assemblyStacks(manifest: Node, folder: string, base: string): TemplateSource[] {
  const artifacts = entry(manifest, 'artifacts');
  if (artifacts?.kind !== 'map') return [];
  const stacks: TemplateSource[] = [];
  for (const [id, artifact] of artifacts.entries) {
    if (textOf(entry(artifact, 'type')) !== 'aws:cloudformation:stack') continue;
    const properties = entry(artifact, 'properties');
    const templateFile = textOf(entry(properties, 'templateFile'));
    if (templateFile === undefined) continue;
    const source = readTemplate(join(folder, templateFile), base);
    const environment = textOf(entry(artifact, 'environment'));
    stacks.push({
      ...source,
      stackName: textOf(entry(properties, 'stackName')) ?? id,
      environment: environment?.includes('unknown-') ? undefined : environment,
    });
  }
  return stacks;
}

function isTemplate(root: Node): boolean {
  const resources = entry(root, 'Resources');
  if (resources?.kind !== 'map') return false;
  return [...resources.entries].some(
    ([id, node]) => textOf(entry(node, 'Type')) !== undefined || id.startsWith('Fn::ForEach'),
  );
}

function readText(absolute: string, file: string): string {
  const size = statSync(absolute, { throwIfNoEntry: false })?.size;
  if (size === undefined)
    throw new UnreadableInput(`${file}: no such file, although the assembly's manifest names it`);
  if (size > largestFile)
    throw new UnreadableInput(
      `${file}: ${size} bytes; at most ${largestFile} are looked at and no template is this large: move the file, or give the templates beside it by name`,
    );
  return readFileSync(absolute, 'utf8');
}

function displayName(absolute: string, base: string): string {
  const near = relative(base, absolute);
  return near.startsWith('../../..') ? absolute : near;
}
