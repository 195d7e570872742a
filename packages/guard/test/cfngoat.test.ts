// A public template that is vulnerable on purpose, with the facts that a reader of it knows. It is not ours to commit:
// CORPORA_DIR names a folder that holds `cfngoat/cfngoat.yaml`; without it these tests skip, aloud.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type Model, modelOf } from '../src/model/model.ts';
import { readWorlds } from '../src/read/closed-world.ts';
import { readSources } from '../src/read/sources.ts';
import { publishedActions } from '../src/reason/access/actions/action-list.ts';
import { accessModelOf } from '../src/reason/accounts/access-model.ts';
import type { GuardedResource } from '../src/reason/accounts/guarded-resources.ts';
import { who } from '../src/reason/accounts/who.ts';
import { between } from '../src/reason/between.ts';
import { chainsFromInternet } from '../src/reason/chain/chain.ts';
import { fromInternet, groundOf } from '../src/reason/reachability.ts';

const file = join(process.env['CORPORA_DIR'] ?? '', 'cfngoat/cfngoat.yaml');
const present = process.env['CORPORA_DIR'] !== undefined && existsSync(file);
if (!present)
  console.warn(
    `skipped: no ${file}; set CORPORA_DIR to a folder that holds bridgecrewio/cfngoat as cfngoat/`,
  );

const guard = fileURLToPath(new URL('../bin/guard.mjs', import.meta.url));
const meter = `process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  const { maxRSS } = process.resourceUsage();
  process.stderr.write('cpu ' + ((user + system) / 1e6).toFixed(2) + ' s, memory ' + Math.round(maxRSS / 1024) + ' MB\\n');
});`;

const hosts = ['EC2Instance', 'DBAppInstance'];
const database = { protocol: 6, ports: { from: 3306, to: 3306 } };

describe.skipIf(!present)('cfngoat', () => {
  const models = (): Model[] => readWorlds(readSources([file], '/'), {}).worlds.map(modelOf);
  const named = ({ network }: Model, id: string) => network.interfaces.filter(({ name }) => name === id);

  it.each(hosts)('the internet reaches %s on every protocol and port', (id) => {
    for (const model of models()) {
      for (const service of [
        { protocol: 6, ports: { from: 1, to: 1 } },
        { protocol: 6, ports: { from: 65535, to: 65535 } },
        { protocol: 17, ports: { from: 53, to: 53 } },
        { protocol: 1 },
      ]) {
        const [host] = named(model, id);
        const reaches = host ? fromInternet(groundOf(model.network, [service]), host, service) : [];
        expect(reaches.map(({ answer }) => answer.kind)).toEqual(['open']);
      }
    }
  });

  it('the internet reaches the database in two hops, not in one', () => {
    for (const model of models()) {
      const ground = groundOf(model.network, [database]);
      const [target] = named(model, 'DefaultDB');
      if (!target) throw new Error('no database');
      const direct = fromInternet(ground, target, database).map(({ answer }) => answer.kind);
      expect(new Set(direct)).toEqual(new Set(['closed']));
      for (const host of hosts.flatMap((id) => named(model, id)))
        expect(between(ground, host, target, database).map(({ answer }) => answer.kind)).toContain('open');
    }
  });

  it("lends a host's role, which reaches every bucket", () => {
    for (const model of models()) {
      const access = accessModelOf(model.resources);
      const buckets = access.guarded.filter(({ type }) => type === 'AWS::S3::Bucket');
      expect(buckets.length).toBe(6);
      const chains = chainsFromInternet(model, access, publishedActions());
      for (const bucket of buckets) {
        const [open] = chains.to(bucket).filter(({ verdict }) => verdict === 'open');
        if (open?.verdict !== 'open') throw new Error(`nothing reaches ${bucket.id}`);
        expect(open.start.name).toBe('DBAppInstance');
        expect(open.takes).toBe('a forged request');
        const last = open.path.at(-1);
        expect(last?.text).toBe(`EC2Policy, statement #1, allows s3:GetObject on ${bucket.id}`);
      }
      const [other] = chains.to(buckets[0] as GuardedResource);
      expect(other).toMatchObject({ verdict: 'closed', start: { name: 'EC2Instance' } });
    }
  });

  it('tells who reads a bucket: the user with the static key, two roles; strangers list it if it is old', () => {
    for (const model of models()) {
      const answers = who(['s3:GetObject'], 'DataBucket', accessModelOf(model.resources), publishedActions());
      const able = answers?.[0]?.principals.filter(({ verdict }) => verdict === 'can') ?? [];
      expect(able.map(({ place }) => place?.id ?? 'root')).toEqual([
        'User',
        'EC2Role',
        'CleanupRole',
        'root',
      ]);
      const listing = who(
        ['s3:ListBucket'],
        'DataBucket',
        accessModelOf(model.resources),
        publishedActions(),
      );
      // Its ACL is for everyone; a bucket made since April 2023 takes none unless it says so, an older one does.
      expect(listing?.[0]?.principals.find(({ principal }) => principal.kind === 'anonymous')?.verdict).toBe(
        'unknown',
      );
    }
  });

  it('takes less than a second of CPU and 200 MB, from start to answer, for all of it', () => {
    // A process of its own: what the other tests hold in memory is not the engine's.
    const run = spawnSync(process.execPath, [guard, 'reach', 'internet', 'DataBucket', file], {
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(meter)}` },
    });
    expect(run.stdout).toContain('EC2Policy, statement #1, allows s3:GetObject on DataBucket');
    const [, cpu = '', memory = ''] = /cpu ([\d.]+) s, memory (\d+) MB/.exec(run.stderr) ?? [];
    console.log(`cfngoat, chain to a bucket: ${cpu} s CPU, ${memory} MB`);
    expect(Number(cpu)).toBeGreaterThan(0);
    expect(Number(cpu)).toBeLessThan(1);
    expect(Number(memory)).toBeLessThan(200);
  });

  it('takes less than a second of CPU for the network alone', () => {
    const startedAt = process.cpuUsage();
    for (const model of models())
      for (const host of named(model, 'EC2Instance'))
        fromInternet(groundOf(model.network, [database]), host, database);
    const { user, system } = process.cpuUsage(startedAt);
    expect((user + system) / 1e6).toBeLessThan(1);
  });
});
