// Who may import whom. The compiler does not see a hoisted, undeclared package or a path that walks out of its
// own; this law does.

import { posix } from 'node:path';
import { isCode, isTest, type SourceFile } from './source-tree.ts';

const packages = ['contract', 'api', 'web', 'cloud', 'guard', 'host', 'local', 'trials'] as const;
type PackageName = (typeof packages)[number];

/** A judge shares no code with the judged: `guard` and `host` import none of ours. */
export const mayImport: Readonly<Record<PackageName, readonly PackageName[]>> = {
  contract: [],
  guard: [],
  host: [],
  api: ['contract'],
  web: ['contract'],
  cloud: ['contract'],
  trials: ['contract'], // types and URL builders only, see below
  local: ['api', 'web', 'guard', 'contract'],
};

/** What `trials` may take from `contract` as a value: a trial keeps its own literals of what it expects. */
const valuesForTrials = ['@cool/contract/urls'];

/** Not a part of the product: a browser that any package's tests may start. */
const forAnyTest = 'tools/browser/';

/** Installing comes before anything can be imported by name, so the plain start scripts reach it by its path. */
const forStartScripts = 'tools/install.mjs';

interface Import {
  readonly specifier: string;
  readonly typeOnly: boolean;
}

const importPattern =
  /(?:^|[\s;])(?:import|export)\s+(type\s+)?(?:[\w*{}\s,$]+?\s+from\s+)?['"]([^'"\n]+)['"]|import\(\s*['"]([^'"\n]+)['"]\s*\)/gm;

export function importsOf(text: string): readonly Import[] {
  return [...text.matchAll(importPattern)].map((match) => ({
    specifier: match[2] ?? match[3] ?? '',
    typeOnly: match[1] !== undefined,
  }));
}

/** One sentence for each import that the table does not allow. */
export function importBreaches(files: readonly SourceFile[]): readonly string[] {
  return files.filter(isCode).flatMap((file) => {
    const owner = packageOf(file.path);
    if (owner === undefined) return [];
    return importsOf(file.text).flatMap((found) => {
      const breach = breachOf(file, owner, found);
      return breach === undefined ? [] : [`${file.path}: ${breach}`];
    });
  });
}

function breachOf(file: SourceFile, owner: PackageName, found: Import): string | undefined {
  const ours = /^@cool\/([a-z]+)/.exec(found.specifier)?.[1] as PackageName | undefined;
  if (ours !== undefined) {
    if (!mayImport[owner].includes(ours)) {
      return `imports ${found.specifier}; ${owner} may import ${mayImport[owner].join(', ') || 'none of ours'}`;
    }
    if (owner === 'trials' && !found.typeOnly && !valuesForTrials.includes(found.specifier)) {
      return `imports values of ${found.specifier}; trials takes types, and values only from ${valuesForTrials.join(', ')}`;
    }
    return undefined;
  }
  if (!found.specifier.startsWith('.')) return undefined;
  const target = posix.normalize(posix.join(posix.dirname(file.path), found.specifier));
  if (target.startsWith(`packages/${owner}/`)) return undefined;
  if (isTest(file) && target.startsWith(forAnyTest)) return undefined;
  if (/^packages\/[^/]+\/(setup|bin)\/[^/]+\.mjs$/.test(file.path) && target === forStartScripts)
    return undefined;
  return `walks out of its package to ${target}`;
}

function packageOf(path: string): PackageName | undefined {
  const name = /^packages\/([^/]+)\//.exec(path)?.[1];
  return packages.find((known) => known === name);
}
