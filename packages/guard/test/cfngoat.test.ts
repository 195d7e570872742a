// A public template that is vulnerable on purpose, with the facts that a reader of it knows. It is not ours to commit:
// CORPORA_DIR names a folder that holds `cfngoat/cfngoat.yaml`; without it these tests skip, aloud.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Model, modelOf } from '../src/model/model.ts';
import { readWorlds } from '../src/read/closed-world.ts';
import { readSources } from '../src/read/sources.ts';
import { between } from '../src/reason/between.ts';
import { fromInternet, groundOf } from '../src/reason/reachability.ts';

const file = join(process.env['CORPORA_DIR'] ?? '', 'cfngoat/cfngoat.yaml');
const present = process.env['CORPORA_DIR'] !== undefined && existsSync(file);
if (!present)
  console.warn(
    `skipped: no ${file}; set CORPORA_DIR to a folder that holds bridgecrewio/cfngoat as cfngoat/`,
  );

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

  it('takes less than a second of CPU', () => {
    const startedAt = process.cpuUsage();
    for (const model of models())
      for (const host of named(model, 'EC2Instance'))
        fromInternet(groundOf(model.network, [database]), host, database);
    const { user, system } = process.cpuUsage(startedAt);
    expect((user + system) / 1e6).toBeLessThan(1);
  });
});
