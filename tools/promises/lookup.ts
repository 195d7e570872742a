// Whether what a row names is there. Pure over what is read, so that a test can plant a row that names nothing.

import type { Row } from './row.ts';

export interface Repository {
  exists(path: string): boolean;
  read(path: string): string;
  /** Resource types of a stack of an environment; undefined when there is no such template. */
  typesIn(environment: string, stack: string): ReadonlySet<string> | undefined;
  readonly controls: ReadonlySet<string>;
}

const environments = ['dev', 'qa', 'prod'];

export function unresolved(row: Row, repository: Repository): readonly string[] {
  const answers = row.by.flatMap((answer) =>
    answer.kind === 'source'
      ? missing(answer.path, repository)
      : environments
          .filter((name) => !repository.typesIn(name, answer.stack)?.has(answer.type))
          .map((name) => `${name}-${answer.stack} declares no ${answer.type}`),
  );
  const tests = row.shown.flatMap(({ path, test }) => {
    const gone = missing(path, repository);
    if (gone.length > 0) return gone;
    return namesTest(repository.read(path), test) ? [] : [`${path} has no test named: ${test}`];
  });
  const control =
    row.control === undefined || repository.controls.has(row.control)
      ? []
      : [`guard has no control ${row.control}`];
  const empty =
    row.later === undefined && (row.by.length === 0 || row.shown.length === 0)
      ? ['nothing answers it, and nothing is said to come']
      : [];
  return [...answers, ...tests, ...control, ...empty].map((sentence) => `${row.id}: ${sentence}`);
}

const missing = (path: string, { exists }: Repository) => (exists(path) ? [] : [`${path} is not there`]);

/** The words stand in the name of a test, not somewhere in the file: behind `it(`, `test(`, or a table's `)(`. */
function namesTest(text: string, words: string): boolean {
  const names = text.matchAll(/(?:\b(?:it|test|describe)|\))\(\s*(['"`])([\s\S]*?)\1/g);
  return [...names].some(([, , name = '']) => name.includes(words));
}
