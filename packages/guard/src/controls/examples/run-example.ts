// An example as a run: its resources go the whole way, through parser, evaluator and model, as a file would.

import { type Model, modelOf } from '../../model/model.ts';
import { readWorlds } from '../../read/closed-world.ts';
import { parse } from '../../read/cloudformation/parse.ts';
import type { TemplateSource } from '../../read/sources.ts';
import type { SiteResources } from './site.ts';

/** A template text as a source that was never on disk. */
export function sourceOf(text: string, stackName = 'example', file = `${stackName}.json`): TemplateSource {
  return { file, text, root: parse(file, text), stackName, environment: undefined };
}

/** The model of one Resources section; examples have one world. */
export function modelOfResources(resources: SiteResources): Model {
  const { worlds } = readWorlds([sourceOf(JSON.stringify({ Resources: resources }, null, 1))], {});
  const [world] = worlds;
  if (!world) throw new Error('broken invariant: a template has at least one world');
  return modelOf(world);
}
