// Updates have plain operators. Of the array form (an aggregation pipeline) DocumentDB takes none, and the embedded
// engine all: only a law sees one before AWS does.

import { isCode, type SourceFile } from './source-tree.ts';

const calls = /\b(?:updateOne|updateMany|findOneAndUpdate)\(/g;
const opening = '([{';
const closing = ')]}';

/** One sentence for each update of the array form. */
export function arrayUpdates(files: readonly SourceFile[]): readonly string[] {
  return files
    .filter((file) => isCode(file) && /^packages\/(api|local|cloud)\//.test(file.path))
    .flatMap(({ path, text }) => {
      const asArgument = [...text.matchAll(calls)].filter(
        (found) => secondArgument(text, found.index + found[0].length)[0] === '[',
      );
      const asMember = [...text.matchAll(/\bupdate(?:One|Many): \{[^;]*?\bupdate: \[/g)];
      return [...asArgument, ...asMember].map((found) => {
        const line = text.slice(0, found.index).split('\n').length;
        return `${path}:${line}: an update of the array form; DocumentDB takes plain operators only`;
      });
    });
}

/** What follows the first comma outside of all brackets. */
function secondArgument(text: string, from: number): string {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    const sign = text[at] ?? '';
    if (opening.includes(sign)) depth += 1;
    if (closing.includes(sign)) depth -= 1;
    if (depth < 0) return '';
    if (sign === ',' && depth === 0) return text.slice(at + 1, at + 200).trimStart();
  }
  return '';
}
