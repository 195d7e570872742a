import { describe, expect, it } from 'vitest';
import { environments } from '../environments.ts';
import { gate } from './gate.ts';
import { verdict } from './gate-report.ts';
import type { Installed } from './python-tools.ts';

const none: Installed = { missing: 'given no Python, allowed is one; install it.' };

function run(args: readonly string[], installed: Installed = none) {
  const said = { out: '', err: '' };
  const terminal = {
    out: (text: string) => {
      said.out += text;
    },
    err: (text: string) => {
      said.err += text;
    },
    folder: '.',
  };
  const code = gate(args, terminal, { environments: [environments.dev], install: () => installed });
  return { code, ...said };
}

describe('npm run gate', () => {
  it("asks CDK's own validation, and says aloud which tools it had to skip, which fails where all are asked for", () => {
    const { code, out } = run(['--complete']);
    expect(out).toMatch(/^built-in validation [0-9.]+: 0 findings of 0 rules$/m);
    expect(out).toMatch(
      /^SKIPPED checkov [0-9.]+ and cfn-lint [0-9.]+: given no Python, allowed is one; install it\.$/m,
    );
    expect(out).toMatch(
      /^cdk-nag: \d{2,} findings of \d+ rules, 0 without acknowledgement; \d+ decisions \(rule and reason\) of at most 25; 0 on an App, Stage or Stack$/m,
    );
    expect(out).toMatch(
      /\ngate FAILED, INCOMPLETE: checkov .* given no Python, allowed is one; install it\.\n$/,
    );
    expect(code).toBe(1);
  }, 120_000);

  it('fails at once over an installation that went wrong', () => {
    const wrong = run([], { failed: 'given a broken index, allowed is one that works; mend it.' });
    expect(wrong.err).toMatch(/^checkov .*: given a broken index, allowed is one that works; mend it\.\n$/);
    expect(wrong.code).toBe(1);
  });

  it.each([
    [true, [], 'gate passed'],
    [true, ['a: no Python.'], 'gate passed, INCOMPLETE: a: no Python.'],
    [false, [], 'gate FAILED'],
  ])('says in its last line what came out, and of what: %s %s', (passes, skipped, line) => {
    expect(verdict(passes, skipped)).toBe(line);
  });

  it('exits 64 on a mistake', () => {
    expect(run(['--fast'])).toEqual({
      code: 64,
      out: '',
      err: 'Given --fast, allowed are --complete and --help; see --help.\n',
    });
  });
});
