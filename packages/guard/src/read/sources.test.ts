// Paths on a disk: what counts as a template, and the one sentence for everything that does not.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSources } from './sources.ts';
import { UnreadableInput } from './unreadable.ts';

const bucket = '{"Resources":{"B":{"Type":"AWS::S3::Bucket"}}}';
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'guard-sources-'));
  const write = (path: string, text: string) => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  write('mixed/b.template.json', bucket);
  write('mixed/a.yaml', 'Resources:\n  B:\n    Type: AWS::S3::Bucket\n');
  write('mixed/package.json', '{"name": "not a template"}');
  write('mixed/notes.yml', 'hello: world\n');
  write('mixed/deeper/c.json', bucket);
  write('mixed/node_modules/x/d.json', bucket);
  write('none/readme.md', '# nothing');
  write('broken/t.template.json', bucket.slice(0, 30));
  write('list.json', '[1, 2]');
  mkdirSync(join(folder, 'empty'));
  const artifact = {
    type: 'aws:cloudformation:stack',
    environment: 'aws://111122223333/eu-west-1',
    properties: { templateFile: 's.template.json', stackName: 'the-stack' },
  };
  write(
    'app/manifest.json',
    JSON.stringify({
      version: '1',
      artifacts: {
        Tree: { type: 'cdk:tree' },
        'assembly-Stage': { type: 'cdk:cloud-assembly', properties: { directoryName: 'assembly-Stage' } },
      },
    }),
  );
  write('app/tree.json', '{"Resources": {"T": {"Type": "not read"}}}');
  write('app/assembly-Stage/manifest.json', JSON.stringify({ version: '1', artifacts: { s: artifact } }));
  write('app/assembly-Stage/s.template.json', bucket);
  write('app/assembly-Stage/s.assets.json', '{"Resources": {"T": {"Type": "not read"}}}');
  const nested = (more: object) =>
    JSON.stringify({ Resources: { N: { Type: 'AWS::CloudFormation::Stack', ...more } } });
  const hash = 'ab'.repeat(32);
  write('nesting/parent.json', nested({ Properties: { TemplateURL: './parts/child.json' } }));
  write('nesting/parts/child.json', nested({ Metadata: { 'aws:asset:path': 'leaf.json' } }));
  write('nesting/parts/leaf.json', bucket);
  write(
    'remote/parent.json',
    nested({ Properties: { TemplateURL: 'https://example.com/parts/child.json' } }),
  );
  write(
    'hashed/parent.json',
    nested({ Properties: { TemplateURL: { 'Fn::Sub': `https://x/${hash}.json` } } }),
  );
  write('hashed/s.assets.json', JSON.stringify({ files: { [hash]: { source: { path: 'n.nested.json' } } } }));
  write('hashed/n.nested.json', bucket);
  write(
    'cut.yaml',
    'Resources:\n  A:\n    Type: AWS::S3::Bucket\n  G:\n    Type: AWS::EC2::SecurityGroup\n    Properties:\n      GroupDescription:',
  );
  write('gone/manifest.json', JSON.stringify({ version: '1', artifacts: { s: artifact } }));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const files = (path: string) => readSources([path], folder).map(({ file }) => file);

describe('reading paths', () => {
  it('a folder gives its templates, in order, and passes over other files', () => {
    expect(files('mixed')).toEqual(['mixed/a.yaml', 'mixed/b.template.json', 'mixed/deeper/c.json']);
  });
  it('an assembly gives the stacks that its manifests name, stages included, with account and region', () => {
    const [stack, ...more] = readSources(['app'], folder);
    expect(more).toEqual([]);
    expect(stack).toMatchObject({
      file: 'app/assembly-Stage/s.template.json',
      stackName: 'the-stack',
      environment: 'aws://111122223333/eu-west-1',
    });
  });
  it.each([
    ['nesting/parent.json', ['nesting/parent.json', 'nesting/parts/child.json', 'nesting/parts/leaf.json']],
    ['hashed/parent.json', ['hashed/parent.json', 'hashed/n.nested.json']],
    ['remote/parent.json', ['remote/parent.json']],
  ])('%s brings the templates of its nested stacks, as far as they lie on the disk', (path, expected) => {
    const sources = readSources([path], folder);
    expect(sources.map(({ file }) => file)).toEqual(expected);
    expect([...(sources[0]?.nests?.values() ?? [])]).toEqual(expected.slice(1, 2));
  });
  it('one template given twice is read once', () => {
    expect(readSources(['mixed', 'mixed/a.yaml'], folder).length).toBe(3);
  });
  it.each([
    ['nowhere.yaml', /nowhere\.yaml: no such file or folder/],
    ['empty', /empty: no CloudFormation template in this folder/],
    ['none', /none: no CloudFormation template in this folder/],
    ['broken', /broken\/t\.template\.json:1:31: /],
    ['cut.yaml', /cut\.yaml:7:1: the file ends behind "GroupDescription", which has no value: is it cut off/],
    ['list.json', /list\.json: no CloudFormation template/],
    ['gone', /s\.template\.json: no such file, although the assembly's manifest names it/],
    ['/dev/null', /neither a file nor a folder/],
  ])('%s is refused in one sentence', (path, message) => {
    expect(() => readSources([path], folder)).toThrow(UnreadableInput);
    expect(() => readSources([path], folder)).toThrow(message);
  });
});
