// What a workspace needs to run, read from the lockfile: its dependencies and theirs, for one platform. Development
// dependencies and optional peers are not among them, so what is not needed is not shipped.

import Type, { type Static } from 'typebox';
import Value from 'typebox/value';
import { Refused } from '../refused.ts';

const names = Type.Optional(Type.Record(Type.String(), Type.String()));
const platforms = Type.Optional(Type.Array(Type.String()));

const Lockfile = Type.Object({
  lockfileVersion: Type.Literal(3),
  packages: Type.Record(
    Type.String(),
    Type.Object({
      version: Type.Optional(Type.String()),
      resolved: Type.Optional(Type.String()),
      link: Type.Optional(Type.Boolean()),
      integrity: Type.Optional(Type.String()),
      license: Type.Optional(Type.String()),
      dependencies: names,
      optionalDependencies: names,
      peerDependencies: names,
      peerDependenciesMeta: Type.Optional(
        Type.Record(Type.String(), Type.Object({ optional: Type.Optional(Type.Boolean()) })),
      ),
      os: platforms,
      cpu: platforms,
      libc: platforms,
    }),
  ),
});

export type Lockfile = Static<typeof Lockfile>;
type Entry = Lockfile['packages'][string];

export interface Platform {
  readonly os: string;
  readonly cpu: string;
  readonly libc: string;
}

/** A package as the lockfile fixes it. */
export interface LockedPackage {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  /** Subresource integrity of the published archive: `sha512-…`. */
  readonly integrity: string;
  /** Where it lies: `node_modules/fastify`. */
  readonly path: string;
  /** Paths of the packages it needs. */
  readonly needs: readonly string[];
}

export function readLockfile(text: string): Lockfile {
  const given: unknown = JSON.parse(text);
  if (Value.Check(Lockfile, given)) return given;
  const [first] = [...Value.Errors(Lockfile, given)];
  throw new Refused(
    `package-lock.json: given a wrong form at ${first?.instancePath ?? '/'}, allowed is lockfile version 3; make it with npm install.`,
  );
}

/** By path, sorted. Workspaces of ours are walked through and not listed: their sources are bundled. */
export function productionClosure(
  lock: Lockfile,
  workspace: string,
  platform: Platform,
): readonly LockedPackage[] {
  const found = new Map<string, LockedPackage>();
  const waiting = [workspace];
  const seen = new Set(waiting);
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const needs = needsOf(lock, path, platform);
    if (path.includes('node_modules/')) found.set(path, lockedPackage(lock, path, needs));
    for (const need of needs) if (!seen.has(need)) waiting.push(need);
    for (const need of needs) seen.add(need);
  }
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Those of the packages that the named ones are or need. */
export function reachedFrom(
  packages: readonly LockedPackage[],
  names: readonly string[],
): readonly LockedPackage[] {
  const reached = new Set<string>();
  const waiting = names.map((name) => `node_modules/${name}`);
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const found = packages.find((each) => each.path === path) ?? missing('the release', path);
    if (!reached.has(path)) waiting.push(...found.needs);
    reached.add(path);
  }
  return packages.filter(({ path }) => reached.has(path));
}

function needsOf(lock: Lockfile, path: string, platform: Platform): readonly string[] {
  const entry = entryAt(lock, path);
  const optional = Object.keys(entry.optionalDependencies ?? {});
  const peers = Object.keys(entry.peerDependencies ?? {}).filter(
    (name) => entry.peerDependenciesMeta?.[name]?.optional !== true,
  );
  const needed = [...Object.keys(entry.dependencies ?? {}), ...peers].filter(
    (name) => !optional.includes(name),
  );
  return [
    ...needed.map((name) => locate(lock, path, name) ?? missing(path, name)),
    ...optional.flatMap((name) => {
      const at = locate(lock, path, name);
      return at === undefined || !runsOn(entryAt(lock, at), platform) ? [] : [at];
    }),
  ].sort();
}

/** As Node resolves a name: beside the package that asks, then in each folder above. */
function locate(lock: Lockfile, from: string, name: string): string | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/')))) {
    const path = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    const entry = lock.packages[path];
    if (entry?.link === true && entry.resolved !== undefined) return entry.resolved;
    if (entry !== undefined) return path;
    if (folder === '') return undefined;
  }
}

function lockedPackage(lock: Lockfile, path: string, needs: readonly string[]): LockedPackage {
  const { version, integrity, license } = entryAt(lock, path);
  if (version === undefined || integrity === undefined)
    throw new Refused(
      `package-lock.json: given ${path} without a version and an integrity, allowed is a package with both; make the lockfile anew with npm install.`,
    );
  const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
  return { name, version, integrity, licence: license ?? 'NOASSERTION', path, needs };
}

function entryAt(lock: Lockfile, path: string): Entry {
  return lock.packages[path] ?? missing('package-lock.json', path);
}

function missing(from: string, name: string): never {
  throw new Refused(
    `package-lock.json: given no ${name}, which ${from} needs; allowed is a whole lockfile, so run npm install.`,
  );
}

/** A list names what is taken, or with `!` what is not. */
function runsOn({ os, cpu, libc }: Entry, platform: Platform): boolean {
  const admits = (list: readonly string[] | undefined, value: string) =>
    list === undefined ||
    (list.some((each) => each.startsWith('!')) ? !list.includes(`!${value}`) : list.includes(value));
  return admits(os, platform.os) && admits(cpu, platform.cpu) && admits(libc, platform.libc);
}
