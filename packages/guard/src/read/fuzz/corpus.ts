// What the fuzz starts from: the repository's own templates, cut into pieces that are judged in milliseconds, a small
// template for each feature of the language, and whatever templates CORPORA_DIR holds.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { site } from '../../controls/examples/site.ts';
import { readSources } from '../sources.ts';
import { featureTemplates } from './feature-templates.ts';

export interface Seed {
  readonly name: string;
  readonly text: string;
}

const repository = fileURLToPath(new URL('../../../../../', import.meta.url));
const resourcesInPiece = 14;
const largestSeed = 60_000;

/** All seeds, in a stable order. */
export function corpus(): readonly Seed[] {
  const own: Seed[] = [
    { name: 'site', text: JSON.stringify({ Resources: site }, null, 1) },
    ...Object.entries(featureTemplates).map(([name, template]) => ({
      name,
      text: JSON.stringify(template, null, 1),
    })),
    seedOf(repository, 'packages/guard/fixtures/as-built/template.yaml'),
  ];
  const golden = readSources(['packages/cloud/golden/assembly'], repository);
  return [...own, ...golden.flatMap(({ file, text }) => pieces(file, text)), ...corpora()];
}

const seedOf = (base: string, file: string): Seed => ({
  name: file,
  text: readFileSync(join(base, file), 'utf8'),
});

/** Neighbouring resources of a large template, each piece with all that is not a resource. */
function pieces(name: string, text: string): Seed[] {
  const template = JSON.parse(text) as { Resources: Record<string, unknown> };
  const resources = Object.entries(template.Resources);
  const starts = resources.flatMap((_, index) => (index % resourcesInPiece === 0 ? [index] : []));
  return starts.map((start) => ({
    name: `${name} from ${start}`,
    text: JSON.stringify({
      ...template,
      Resources: Object.fromEntries(resources.slice(start, start + resourcesInPiece)),
    }),
  }));
}

function corpora(): Seed[] {
  const base = process.env['CORPORA_DIR'];
  if (base === undefined || base === '') return [];
  const names = readdirSync(base, { recursive: true, encoding: 'utf8' }).sort();
  return names
    .filter((name) => /\.(json|ya?ml|template)$/.test(name) && !name.includes('node_modules'))
    .map((name) => seedOf(base, name))
    .filter(({ text }) => text.length <= largestSeed && /Resources/.test(text));
}
