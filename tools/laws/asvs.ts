// The page that answers OWASP ASVS: every id of levels 1 and 2 has one row, every row an answer that can be followed.

import { asvsLevels } from './asvs-ids.ts';

export const states = ['met', 'not applicable', 'cloud', 'falls short'] as const;

export interface AsvsRow {
  readonly id: string;
  readonly level: string;
  readonly state: string;
  readonly answer: string;
}

/** What the law asks of the repository; null when there is no such file. */
export type Read = (path: string) => string | null;

export function asvsRows(page: string): readonly AsvsRow[] {
  return page
    .split('\n')
    .filter((line) => /^\| V\d/.test(line))
    .map((line) => {
      const [, id = '', level = '', , state = '', answer = ''] = line.split('|').map((cell) => cell.trim());
      return { id, level, state, answer };
    });
}

/** One sentence for each id, row or sum that does not hold. */
export function asvsBreaches(page: string, read: Read): readonly string[] {
  const rows = asvsRows(page);
  const ids = rows.map(({ id }) => id);
  return [
    ...[...asvsLevels.keys()]
      .filter((id) => !ids.includes(id))
      .map((id) => `${id} has no row in docs/asvs.md`),
    ...ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `${id} has two rows`),
    ...rows.flatMap((row) => rowBreaches(row, read).map((breach) => `${row.id} ${breach}`)),
    ...sumBreaches(page, rows),
  ];
}

function rowBreaches(row: AsvsRow, read: Read): readonly string[] {
  const level = asvsLevels.get(row.id);
  if (level === undefined) return ['is no id of ASVS 5.0.0, levels 1 and 2'];
  if (String(level) !== row.level) return [`is of level ${level}, the row says ${row.level}`];
  if (!states.some((state) => state === row.state))
    return [`is "${row.state}"; allowed: ${states.join(', ')}`];
  const proofs = proofsIn(row.answer);
  if (row.state === 'met' && proofs.length === 0) return ['is called met and names no test and no heading'];
  if (row.state === 'cloud' && proofs.length === 0 && !/\*later\*: .{20,}/.test(row.answer)) {
    return ['is the cloud’s and names neither its test nor what is to come later'];
  }
  if ((row.state === 'not applicable' || row.state === 'falls short') && row.answer.length < 15) {
    return [`is "${row.state}" without a reason`];
  }
  return proofs.flatMap((proof) => proofBreaches(proof, read));
}

type Proof =
  | { readonly kind: 'text'; readonly path: string; readonly text: string }
  | { readonly kind: 'heading'; readonly page: string; readonly anchor: string };

/** `[name](../path) “title”` and `[name](page.md#anchor)`. */
function proofsIn(answer: string): readonly Proof[] {
  const texts = [...answer.matchAll(/\]\(\.\.\/([^)#]+)\) “([^”]+)”/g)].map(
    ([, path = '', text = '']): Proof => ({ kind: 'text', path, text }),
  );
  const headings = [...answer.matchAll(/\]\(([a-z-]+\.md)#([^)]+)\)/g)].map(
    ([, page = '', anchor = '']): Proof => ({ kind: 'heading', page, anchor }),
  );
  return [...texts, ...headings];
}

function proofBreaches(proof: Proof, read: Read): readonly string[] {
  if (proof.kind === 'heading') {
    const anchors = [...(read(`docs/${proof.page}`) ?? '').matchAll(/^##+ (.+)$/gm)].map((match) =>
      (match[1] ?? '')
        .toLowerCase()
        .replaceAll(/[^a-z0-9 -]/g, '')
        .replaceAll(' ', '-'),
    );
    return anchors.includes(proof.anchor)
      ? []
      : [`names a heading #${proof.anchor}, which docs/${proof.page} has not`];
  }
  const text = read(proof.path);
  if (text === null) return [`names ${proof.path}, which is not there`];
  return titlesIn(proof.path, text).some((title) => title.includes(proof.text))
    ? []
    : [`names a test “${proof.text}”, which ${proof.path} has not`];
}

/** Of a test its quoted texts (a title may stand in a table of laws); of any other file its lines. */
function titlesIn(path: string, text: string): readonly string[] {
  if (!/\.test\.tsx?$/.test(path)) return text.split('\n');
  return [...text.matchAll(/(['"`])((?:\\.|(?!\1)[^\\\n])+)\1/g)].map((match) => match[2] ?? '');
}

function sumBreaches(page: string, rows: readonly AsvsRow[]): readonly string[] {
  const sums = [...states.map((state) => rows.filter((row) => row.state === state).length), rows.length];
  const line = `| ${sums.join(' | ')} |`;
  return page.includes(line) ? [] : [`the sums of docs/asvs.md should read ${line}`];
}
