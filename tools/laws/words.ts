// Names, sizes and left-overs: what a reader would stumble over.

import { isCode, isTest, type SourceFile } from './source-tree.ts';

const longestFileLines = 450;
const vagueNames = /^(utils?|helpers?|managers?|common|misc|shared)(\.|$)/;
const kebabCase = /^[a-z0-9]+([.-][a-z0-9]+)*$/;

export function nameBreaches(files: readonly SourceFile[]): readonly string[] {
  return files.filter(isCode).flatMap((file) => {
    const parts = file.path.split('/');
    return parts.flatMap((part) => {
      if (vagueNames.test(part)) return [`${file.path}: "${part}" says nothing; name the thing`];
      return kebabCase.test(part) ? [] : [`${file.path}: "${part}" is not kebab-case`];
    });
  });
}

export function lengthBreaches(files: readonly SourceFile[]): readonly string[] {
  return files
    .filter((file) => isCode(file) && !isTest(file) && !isData(file))
    .map((file) => ({ path: file.path, lines: file.text.split('\n').length }))
    .filter((file) => file.lines > longestFileLines)
    .map((file) => `${file.path}: ${file.lines} lines; at most ${longestFileLines}: does it hold one idea?`);
}

/** Tables of facts may be long: there is nothing to follow in them. */
function isData(file: SourceFile): boolean {
  return file.path === 'packages/contract/src/places/dublin-places.ts';
}

export function switchedOffTests(files: readonly SourceFile[]): readonly string[] {
  return files
    .filter(isTest)
    .filter((file) => /\b(it|test|describe)\.(only|todo|skip)\(/.test(file.text))
    .map((file) => `${file.path}: a test switched off or alone`);
}

/** A file opens with its purpose. */
export function silentFiles(files: readonly SourceFile[]): readonly string[] {
  return files
    .filter(
      (file) => isCode(file) && !isTest(file) && /^(packages\/[^/]+\/(src|bin)|tools)\//.test(file.path),
    )
    .filter((file) => !/(^|\/)index\.tsx?$/.test(file.path))
    .filter((file) => !/^(#![^\n]*\n)?\s*\/[/*]/.test(file.text))
    .map((file) => `${file.path}: does not open with what it is for`);
}

const machinePaths = new RegExp(
  ['/(wor' + 'k|ro' + 'ot|far' + 'm)/[a-z]', '/tm' + 'p/[a-z0-9_-]+/'].join('|'),
);
const registryHosts = new RegExp(
  ['registry\\.np' + 'mjs', 'pypi\\.o' + 'rg', 'files\\.python' + 'hosted'].join('|'),
);

export function machineTraces(files: readonly SourceFile[]): readonly string[] {
  return files
    .filter((file) => !file.path.startsWith('packages/host/tree/'))
    .flatMap((file) => [
      ...(machinePaths.test(file.text) ? [`${file.path}: names a path of a machine`] : []),
      ...(registryHosts.test(file.text) ? [`${file.path}: names a package registry's host`] : []),
    ]);
}
