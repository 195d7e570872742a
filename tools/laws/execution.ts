// What serves people makes no code from text and starts no program: nothing a person sends can be run.

import { isCode, isTest, type SourceFile } from './source-tree.ts';

const runs: readonly (readonly [RegExp, string])[] = [
  [/\beval\(|\bnew Function\(|\bFunction\(['"`]|['"](?:node:)?vm['"]/, 'makes code from text'],
  [/\bset(?:Timeout|Interval)\(\s*['"`]/, 'makes code from text'],
  [/['"](?:node:)?child_process['"]/, 'starts a program'],
  [/\bnew RegExp\(/, 'makes a pattern from text'],
];

/** One sentence for each such place in the API, the contract and the pages. */
export function executionBreaches(files: readonly SourceFile[]): readonly string[] {
  return files
    .filter((file) => isCode(file) && !isTest(file) && /^packages\/(api|contract|web)\/src\//.test(file.path))
    .flatMap((file) =>
      runs.filter(([pattern]) => pattern.test(file.text)).map(([, what]) => `${file.path} ${what}`),
    );
}
