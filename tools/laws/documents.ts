// Docs that must say the same as the code: compared both ways, so neither can be forgotten.

import type { SourceFile } from './source-tree.ts';

/** Rows of a Markdown table whose first cell is `code`. */
export function firstCells(page: string): ReadonlySet<string> {
  return new Set([...page.matchAll(/^\| `([^`]+)` \|/gm)].map((match) => match[1] ?? ''));
}

export function compareBothWays(
  what: string,
  inCode: Iterable<string>,
  inDocs: Iterable<string>,
): readonly string[] {
  const code = new Set(inCode);
  const docs = new Set(inDocs);
  return [
    ...[...code].filter((name) => !docs.has(name)).map((name) => `${what} ${name} is not documented`),
    ...[...docs].filter((name) => !code.has(name)).map((name) => `${what} ${name} is documented but gone`),
  ];
}

/** A decision record has its four parts; an index lists each. */
export function decisionBreaches(files: readonly SourceFile[]): readonly string[] {
  return files
    .filter((file) => /^docs\/decisions\/\d{4}-[a-z0-9-]+\.md$/.test(file.path))
    .flatMap((file) =>
      ['Status', 'Context', 'Decision', 'Consequences']
        .filter((part) => !new RegExp(`^(## )?\\**${part}`, 'm').test(file.text))
        .map((part) => `${file.path}: has no "${part}"`),
    );
}

/** Relative links and images in Markdown that point at nothing. */
export function deadLinks(
  files: readonly SourceFile[],
  exists: (path: string) => boolean,
): readonly string[] {
  return files
    .filter((file) => file.path.endsWith('.md'))
    .flatMap((file) => {
      const folder = file.path.includes('/') ? file.path.replace(/\/[^/]*$/, '/') : '';
      return [...file.text.matchAll(/\]\((?!https?:|mailto:|#)([^)\s#]+)(?:#[^)]*)?\)/g)]
        .map((match) => match[1] ?? '')
        .filter((target) => !exists(normalise(folder + target)))
        .map((target) => `${file.path}: links to ${target}, which is not there`);
    });
}

function normalise(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}
