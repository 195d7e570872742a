// What we depend on: exact versions, a reason in docs/dependencies.md, and licences that may ship.

import type { SourceFile } from './source-tree.ts';

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

interface LockedPackage {
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly link?: boolean;
  readonly resolved?: string;
}

export interface Lockfile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

const mayShip = ['MIT', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', '0BSD', 'BlueOak-1.0.0'];

/** The packages that leave this repository in a release; `local` and `trials` never do. */
const shipped = ['packages/contract', 'packages/api', 'packages/guard', 'packages/host'];

export function manifests(files: readonly SourceFile[]): readonly { path: string; manifest: Manifest }[] {
  return files
    .filter((file) => /^(packages\/[^/]+\/)?package\.json$/.test(file.path))
    .map((file) => ({ path: file.path, manifest: JSON.parse(file.text) as Manifest }));
}

export function looseVersions(files: readonly SourceFile[]): readonly string[] {
  return manifests(files).flatMap(({ path, manifest }) =>
    allDependencies(manifest)
      .filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))
      .map(([name, version]) => `${path}: ${name} ${version} is not an exact version`),
  );
}

/** Both ways: a dependency without a line, and a line without a dependency. */
export function undocumentedDependencies(files: readonly SourceFile[], page: string): readonly string[] {
  const used = new Set(
    manifests(files).flatMap(({ manifest }) =>
      allDependencies(manifest)
        .map(([name]) => name)
        .filter((name) => !name.startsWith('@cool/')),
    ),
  );
  const listed = new Set([...page.matchAll(/^\| `([^`]+)` \|/gm)].map((match) => match[1] ?? ''));
  return [
    ...[...used]
      .filter((name) => !listed.has(name))
      .map((name) => `${name} has no line in docs/dependencies.md`),
    ...[...listed]
      .filter((name) => !used.has(name))
      .map((name) => `docs/dependencies.md lists ${name}, which nothing uses`),
  ];
}

/** Every package that a release contains, whose licence may not ship. */
export function licenceBreaches(lock: Lockfile): readonly string[] {
  const reached = new Set<string>();
  for (const root of shipped) visit(lock, root, reached);
  return [...reached]
    .filter((path) => path.includes('node_modules/'))
    .filter((path) => !licenceMayShip(lock.packages[path]?.license))
    .map(
      (path) =>
        `${path}: licence ${lock.packages[path]?.license ?? 'not stated'}; what ships is ${mayShip.join(', ')}`,
    );
}

function licenceMayShip(licence: string | undefined): boolean {
  if (licence === undefined) return false;
  return licence
    .replace(/[()]/g, '')
    .split(' OR ')
    .some((choice) => mayShip.includes(choice.trim()));
}

function visit(lock: Lockfile, path: string, reached: Set<string>): void {
  if (reached.has(path)) return;
  reached.add(path);
  const found = lock.packages[path];
  for (const name of Object.keys({ ...found?.dependencies, ...found?.optionalDependencies })) {
    const target = resolveFrom(lock, path, name);
    if (target !== undefined) visit(lock, target, reached);
  }
}

/** Node's own way up the folders, over the paths of the lockfile. */
function resolveFrom(lock: Lockfile, from: string, name: string): string | undefined {
  for (let base = from; ; base = base.replace(/(^|\/)[^/]*$/, '')) {
    const candidate = base === '' ? `node_modules/${name}` : `${base}/node_modules/${name}`;
    const found = lock.packages[candidate];
    if (found !== undefined) return found.link === true ? found.resolved : candidate;
    if (base === '') return undefined;
  }
}

function allDependencies(manifest: Manifest): readonly (readonly [string, string])[] {
  return Object.entries({
    ...manifest.dependencies,
    ...manifest.devDependencies,
    ...manifest.optionalDependencies,
  });
}
