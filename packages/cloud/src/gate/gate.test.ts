import { describe, expect, it } from 'vitest';
import { environments } from '../environments.ts';
import { gate } from './gate.ts';

function run(args: readonly string[], missing = 'given no Python, allowed is one; install it.') {
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
  const code = gate(args, terminal, { environments: [environments.dev], install: () => ({ missing }) });
  return { code, ...said };
}

describe('npm run gate', () => {
  it("asks CDK's own validation, and says aloud which tools it had to skip", () => {
    const { code, out } = run([]);
    expect(out).toMatch(/^built-in validation [0-9.]+: 0 findings of 0 rules$/m);
    expect(out).toContain('SKIPPED checkov and cfn-lint: given no Python, allowed is one; install it.');
    expect(out).toMatch(/two tools skipped$/m);
    expect(out).toMatch(
      /^cdk-nag: \d{2,} findings of \d+ rules, 0 without acknowledgement; \d+ decisions \(rule and reason\) of at most 25; 0 on an App, Stage or Stack\n$/m,
    );
    expect(code).toBe(0);
  }, 120_000);

  it('exits 64 on a mistake', () => {
    expect(run(['--fast'])).toEqual({
      code: 64,
      out: '',
      err: 'Given --fast, allowed is --help alone; see --help.\n',
    });
  });
});
