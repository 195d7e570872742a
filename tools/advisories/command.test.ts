import { expect, it } from 'vitest';
import { runAdvisories } from './command.ts';

const left = {
  source: 1,
  name: 'left',
  severity: 'high',
  url: 'https://github.com/advisories/GHSA-aaaa-bbbb-cccc',
};
const weak = { vulnerabilities: { left: { via: [left] } } };
const sound = { vulnerabilities: {} };
const refused = { message: '405 Method Not Allowed' };

it.each([
  ['nothing published', [], sound, 0, 'advisories: 0 published for what ships, 0 beyond their time.'],
  ['a weakness nobody put on record', [], weak, 1, 'GHSA-aaaa-bbbb-cccc (high) in left is not on record'],
  ['a registry that answers nothing', [], refused, 0, 'SKIPPED, the registry did not answer (405'],
  ['the same, where an answer is owed', ['--strict'], refused, 1, 'SKIPPED'],
  ['a word it does not know', ['--quiet'], sound, 64, 'unknown "--quiet"; allowed: --strict, --help.'],
  ['a call for help', ['--help'], sound, 0, 'npm run advisories [-- --strict]'],
])('%s', (_, args, answer, code, sentence) => {
  const lines: string[] = [];
  const exit = runAdvisories(args, {
    askRegistry: () => answer,
    seen: [],
    today: '2026-11-28',
    say: (line) => lines.push(line),
    complain: (line) => lines.push(line),
  });
  expect([exit, lines.join('\n')]).toEqual([code, expect.stringContaining(sentence)]);
});
