// `npm run release` and `npm run promote`: reads the request, wires the edges together, gives the exit code.

import { spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { EnvironmentName } from '../environments.ts';
import { refuse, type Terminal } from '../terminal.ts';
import { accountIn } from './account.ts';
import { fetchReleaseCommand, makeReleaseCommand, promoteCommand } from './arguments.ts';
import { ask } from './ask.ts';
import { buildRelease } from './build/build-release.ts';
import { ownCheckout } from './build/checkout.ts';
import { fetchRelease } from './fetch-release.ts';
import { releaseId } from './release.ts';

/** Makes a release, or with `fetch` takes one out of the account it ran in. */
export function runRelease(
  args: readonly string[],
  terminal: Terminal,
  repository = ownCheckout,
): Promise<number> {
  if (args[0] === 'fetch')
    return ask(fetchReleaseCommand, args.slice(1), terminal, async ({ known, environments, one, path }) => {
      const [from, to] = environments;
      if (from === undefined || to === undefined) return 64;
      const { account, region } = known[from];
      const fetched = await fetchRelease({
        from,
        to,
        wanted: one('--release'),
        account: accountIn(region),
        expectedAccount: account,
        folder: path('--out'),
      });
      if ('refusal' in fetched) return refuse(terminal, [fetched.refusal], 1);
      terminal.out(`fetched ${releaseId(fetched.release)} from ${from}\n`);
      tellWorkflow(fetched.release.commit);
      return 0;
    });
  return ask(makeReleaseCommand, args, terminal, async ({ one, path }) => {
    const built = await buildRelease({
      repository,
      folder: path('--out'),
      imageId: one('--image-id'),
      say: (line) => terminal.err(`${line}\n`),
    });
    if (built.kind === 'refused') return refuse(terminal, [built.sentence], 1);
    terminal.out(`${releaseId(built.release)}\n${JSON.stringify(built.release, null, 2)}\n`);
    return 0;
  });
}

/** The next job of a workflow deploys from the release's own commit; elsewhere nobody listens. */
function tellWorkflow(commit: string): void {
  const file = process.env['GITHUB_OUTPUT'];
  if (file !== undefined && file !== '') appendFileSync(file, `commit=${commit}\n`);
}

export function runPromote(args: readonly string[], terminal: Terminal): Promise<number> {
  return ask(promoteCommand, args, terminal, async ({ environments, options, one }) => {
    const [from, to] = environments;
    if (from === undefined || to === undefined) return 64;
    const folder = mkdtempSync(join(tmpdir(), 'cool-promote-'));
    const pass = (option: string) => (options.get(option) ?? []).flatMap((value) => [option, value]);
    const file = (option: string) => {
      const value = one(option);
      return value === undefined ? [] : [option, resolve(terminal.folder, value)];
    };
    try {
      const fetching = ['fetch', from, to, '--out', folder, ...pass('--release'), ...file('--config')];
      const fetched = await runAs(from, 'release.mjs', fetching);
      if (fetched !== 0) return fetched;
      const rest = [...pass('--parameter'), ...file('--config'), ...file('--assembly')];
      return await runAs(to, 'deploy.mjs', [to, '--release', folder, ...rest]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

/** Runs a command with the credentials of one environment's profile, and with no others. */
function runAs(environment: EnvironmentName, script: string, args: readonly string[]): Promise<number> {
  const own = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_PROFILE'];
  const inherited = Object.entries(process.env).filter(([name]) => !own.includes(name));
  const path = fileURLToPath(new URL(`../../bin/${script}`, import.meta.url));
  return new Promise((done, reject) => {
    const child = spawn(process.execPath, [path, ...args], {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...Object.fromEntries(inherited), AWS_PROFILE: `cool-delivery-${environment}` },
    });
    child.on('error', reject);
    child.on('close', (code) => done(code ?? 1));
  });
}
