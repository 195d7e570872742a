// docs/promises.md, written from the rows: an auditor starts at a promise and is one click from what keeps it.

import { factRows } from './fact-rows.ts';
import { promiseRows } from './promise-rows.ts';
import type { Answer, Row, Shown } from './row.ts';

const head = `# From each promise to what keeps it

Written by \`npm run golden\` from \`tools/promises/\`; a test looks up every resource, file and test named here. *Kept by*: the
resource in the templates of each environment (stack, type), or the source. *Shown by*: the test, by the words of its name. *Not yet*:
the part that is missing, and what it waits for. What is proved of the templates is said by \`npm run guard -- prove packages/cloud/golden/assembly\`.
`;

export function promisesPage(): string {
  return [
    head,
    '## The promises\n',
    ...table('promise', promiseRows),
    '\n## The site as it was\n',
    ...table('fact', factRows),
    '',
  ].join('\n');
}

function table(first: string, rows: readonly Row[]): readonly string[] {
  return [
    `| ${first} | says | kept by | shown by | not yet |`,
    '| --- | --- | --- | --- | --- |',
    ...rows.map((row) => `| ${[row.id, row.says, kept(row), shownBy(row), notYet(row)].join(' | ')} |`),
  ];
}

const kept = ({ by }: Row) => by.map(answer).join('<br>');

function answer(one: Answer): string {
  if (one.kind === 'source') return link(one.path);
  return `[${one.stack}](../packages/cloud/golden/assembly/prod/${one.stack}.template.json): \`${one.type}\``;
}

function shownBy({ control, shown }: Row): string {
  const judged = control === undefined ? [] : [`guard: \`${control}\``];
  return [...judged, ...shown.map(testLink)].join('<br>');
}

const testLink = ({ path, test }: Shown) => `[${test}](../${path})`;

const link = (path: string) => `[${path.split('/').slice(-2).join('/')}](../${path})`;

const notYet = ({ later }: Row) => (later === undefined ? '' : `*${later.awaits}*: ${later.what}`);
