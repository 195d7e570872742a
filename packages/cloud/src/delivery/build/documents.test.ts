// What a release says about itself: the list of what is in it, and where it comes from.

import { describe, expect, it } from 'vitest';
import { billOfMaterials } from './bill-of-materials.ts';
import { builderOf, provenance, provenanceMistake } from './provenance.ts';

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const commit = 'c'.repeat(40);
const locked = (name: string, needs: readonly string[] = []) => ({
  name,
  version: '1.2.3',
  licence: 'MIT',
  integrity: `sha512-${Buffer.alloc(64, 1).toString('base64')}`,
  path: `node_modules/${name}`,
  needs,
});

describe('the bill of materials', () => {
  const api = {
    name: 'api' as const,
    digest: digest('a'),
    packages: [locked('@scope/server', ['node_modules/parser']), locked('parser')],
  };
  const web = { name: 'web' as const, digest: digest('b'), packages: [locked('parser')] };
  const bill = JSON.parse(billOfMaterials(commit, [api, web]));

  it('names each part by its digest, and the packages in it as the lockfile fixes them', () => {
    expect(bill).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6' });
    const [first] = bill.components;
    expect(first.hashes).toEqual([{ alg: 'SHA-256', content: 'a'.repeat(64) }]);
    expect(first.components[0]).toEqual({
      type: 'library',
      'bom-ref': 'api:node_modules/@scope/server',
      name: '@scope/server',
      version: '1.2.3',
      purl: 'pkg:npm/%40scope/server@1.2.3',
      licenses: [{ license: { id: 'MIT' } }],
      hashes: [{ alg: 'SHA-512', content: '01'.repeat(64) }],
    });
  });

  it('says what needs what, each reference once', () => {
    expect(bill.dependencies).toContainEqual({
      ref: 'api:node_modules/@scope/server',
      dependsOn: ['api:node_modules/parser'],
    });
    expect(bill.dependencies).toContainEqual({ ref: 'api', dependsOn: ['api:node_modules/@scope/server'] });
    const refs = bill.dependencies.map(({ ref }: { readonly ref: string }) => ref);
    expect(new Set(refs).size).toBe(refs.length);
  });

  it('is the same document for the same parts, and another one for others', () => {
    expect(billOfMaterials(commit, [api, web])).toBe(billOfMaterials(commit, [api, web]));
    const other = JSON.parse(billOfMaterials(commit, [{ ...api, digest: digest('d') }, web]));
    expect(other.serialNumber).not.toBe(bill.serialNumber);
    expect(bill.serialNumber).toMatch(
      /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });

  it('stops at an integrity that is not SHA-512', () => {
    const weak = { ...api, packages: [{ ...locked('old'), integrity: 'sha1-abc' }] };
    expect(() => billOfMaterials(commit, [weak])).toThrow('given the integrity sha1-abc');
  });
});

describe('the provenance', () => {
  const files = new Map([
    ['release.json', digest('1')],
    ['api.tar', digest('2')],
  ]);
  const facts = { commit, files, lockfile: digest('e'), builder: 'urn:test' };

  it('is believed for its own files and commit', () => {
    expect(provenanceMistake(provenance(facts), { commit, files })).toBeUndefined();
  });

  it('is not believed when it names more files than there are', () => {
    const fewer = new Map([...files].slice(1));
    expect(provenanceMistake(provenance(facts), { commit, files: fewer })).toContain('for release.json');
  });

  it('is not believed when a file is not in it', () => {
    const more = new Map([...files, ['web/evil.js', digest('3')]]);
    expect(provenanceMistake(provenance(facts), { commit, files: more })).toBe(
      'given a statement that names nothing for web/evil.js',
    );
  });

  it('names the workflow that builds, and nobody else as one', () => {
    const workflow = {
      GITHUB_ACTIONS: 'true',
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_WORKFLOW_REF: 'example-org/cool-delivery/.github/workflows/release.yml@refs/heads/main',
    };
    expect(builderOf(workflow)).toBe(
      'https://github.com/example-org/cool-delivery/.github/workflows/release.yml@refs/heads/main',
    );
    expect(builderOf({})).toBe('urn:cool-delivery:builder:working-copy');
  });
});
