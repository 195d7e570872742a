// One architecture written in two ways has one set of verdicts: over the site as built, the site as designed, the whole
// golden assembly, and broken variants of them, because a reader that reads nothing would keep all verdicts as well.

import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { site } from '../src/controls/examples/site.ts';
import { controls } from '../src/controls/index.ts';
import { judge } from '../src/judge.ts';
import { modelOf } from '../src/model/model.ts';
import { readWorlds } from '../src/read/closed-world.ts';
import { plainOf } from '../src/read/cloudformation/plain-of.ts';
import { featureTemplates } from '../src/read/fuzz/feature-templates.ts';
import { readSources, type TemplateSource } from '../src/read/sources.ts';
import { type Random, randomFrom } from '../src/reason/access/soak/random.ts';
import { asYaml } from './metamorphic/as-yaml.ts';
import { foldedInLoops } from './metamorphic/folded-in-loops.ts';
import { literalsInSub } from './metamorphic/literals-in-sub.ts';
import { nestedInTwo } from './metamorphic/nested-in-two.ts';
import { rulesApart } from './metamorphic/rules-apart.ts';
import { splitInTwo } from './metamorphic/split-in-two.ts';
import { type JsonMap, section, sourceOf, type Template, templateOf } from './metamorphic/template.ts';

const seed = 20_261_123;
const repository = fileURLToPath(new URL('../../../', import.meta.url));

const read = (path: string): Template[] => readSources([path], repository).map(templateOf);
const siteTemplate: Template = {
  stackName: 'site',
  environment: undefined,
  body: JSON.parse(JSON.stringify({ Resources: site })) as JsonMap,
};

/** The same templates with one resource of each type taken away in turn: most verdicts turn, each its own way. */
function without(templates: readonly Template[], type: string): Template[] {
  return templates.map((template) => {
    const kept = Object.entries(section(template.body, 'Resources')).filter(
      ([, resource]) => section({ resource }, 'resource')['Type'] !== type,
    );
    return { ...template, body: { ...template.body, Resources: Object.fromEntries(kept) } };
  });
}

const small: readonly (readonly [string, readonly Template[]])[] = [
  ['the site as built', read('packages/guard/fixtures/as-built/template.yaml')],
  ['the smallest site', [siteTemplate]],
  ...['AWS::EC2::NetworkAclEntry', 'AWS::EC2::VPCBlockPublicAccessOptions', 'AWS::S3::BucketPolicy'].map(
    (type) => [`the smallest site without ${type}`, without([siteTemplate], type)] as const,
  ),
];
/** Policy variables look like the variables of Fn::Sub. */
const permissions: Template = {
  ...siteTemplate,
  body: JSON.parse(JSON.stringify(featureTemplates['permissions'])) as JsonMap,
};
const golden = read('packages/cloud/golden/assembly/prod');

function verdictsOf(sources: readonly TemplateSource[]): Record<string, string> {
  const input = readWorlds(sources, {});
  const models = input.worlds.map(modelOf);
  return Object.fromEntries(controls.map((it) => [it.id, judge(it, models, input).finding.verdict]));
}

const written = (templates: readonly Template[]) => templates.map((it) => sourceOf(it));
const goldenVerdicts = verdictsOf(written(golden));

type Rewriting = (templates: readonly Template[], random: Random) => readonly TemplateSource[];

/** These leave stacks and resources where they are. */
const sameStacks: Readonly<Record<string, Rewriting>> = {
  'literals are wrapped in Fn::Sub': (templates, random) =>
    written(templates.map((it) => literalsInSub(it, random))),
  'JSON becomes YAML with short forms': (templates) => templates.map((it) => sourceOf(it, 'yaml', asYaml)),
  'equal resources become loops': (templates) => written(templates.map((it) => foldedInLoops(it).template)),
};

const rewritings: Readonly<Record<string, Rewriting>> = {
  ...sameStacks,
  'inline rules become resources': (templates) => written(templates.map(rulesApart)),
  'one template becomes two with exports': (templates, random) =>
    written(templates.flatMap((it) => splitInTwo(it, random))),
  'one template nests the other half': (templates, random) =>
    templates.flatMap((it) => nestedInTwo(it, random)),
  'all of it at once': (templates, random) =>
    templates
      .flatMap((it) => splitInTwo(rulesApart(it), random))
      .map((it) => sourceOf(literalsInSub(foldedInLoops(it).template, random, 0.2), 'yaml', asYaml)),
};

describe.each(Object.entries(rewritings))(`no verdict changes when %s (seed ${seed})`, (_name, rewrite) => {
  it.each(small)('in %s', (_of, templates) => {
    const before = verdictsOf(written(templates));
    for (let round = 0; round < 3; round += 1)
      expect(verdictsOf(rewrite(templates, randomFrom(seed + round)))).toEqual(before);
  });

  it('in the golden assembly', () => {
    expect(verdictsOf(rewrite(golden, randomFrom(seed)))).toEqual(goldenVerdicts);
  });
});

/** Every resource with its properties, as a reader would see them. */
function propertiesOf(sources: readonly TemplateSource[]): unknown {
  const [world] = readWorlds(sources, {}).worlds;
  const read = (world?.resources ?? []).map(({ stack, id, properties }) => [
    `${stack} ${id}`,
    plainOf(properties),
  ]);
  return Object.fromEntries(read);
}

describe.each(Object.entries(sameStacks))('every property stays as it is when %s', (_name, rewrite) => {
  it.each([...small, ['permissions', [permissions]] as const, ['the golden assembly', golden] as const])(
    'in %s',
    (_of, templates) => {
      expect(propertiesOf(rewrite(templates, randomFrom(seed)))).toEqual(propertiesOf(written(templates)));
    },
  );
});

describe('the rewritings', () => {
  it('are applied to something: rules, loops and moved resources are many', () => {
    const looped = golden.reduce((sum, it) => sum + foldedInLoops(it).looped, 0);
    expect(looped).toBeGreaterThan(50);
    const apart = JSON.stringify(
      small.flatMap(([, templates]) => templates.map((it) => rulesApart(it).body)),
    );
    expect(apart.match(/Rule0/g)?.length).toBeGreaterThan(3);
    const subs = JSON.stringify(golden.map((it) => literalsInSub(it, randomFrom(seed)).body)).match(
      /Fn::Sub/g,
    );
    expect(subs?.length).toBeGreaterThan(500);
    const imports = JSON.stringify(
      golden.flatMap((it) => splitInTwo(it, randomFrom(seed)).map(({ body }) => body)),
    );
    expect(imports.match(/Fn::ImportValue/g)?.length).toBeGreaterThan(50);
  });

  it('start from verdicts of every kind', () => {
    const kinds = new Set(small.flatMap(([, templates]) => Object.values(verdictsOf(written(templates)))));
    expect([...kinds].sort()).toEqual(expect.arrayContaining(['proved', 'refuted']));
  });
});
