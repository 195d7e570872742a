// What questions are asked of: the worlds that templates and recorded accounts leave open, and what they keep out of
// sight. Invariant: reading happens here and nowhere behind it; the same input gives the same answers.

import { type Model, modelOf } from '../model/model.ts';
import { identityGaps } from '../read/account/identity-gaps.ts';
import { readAccount as readFolder } from '../read/account/read-account.ts';
import { withUniqueKeys } from '../read/account/unique-keys.ts';
import { type ReadWorld, readWorlds } from '../read/closed-world.ts';
import type { GivenParameters } from '../read/cloudformation/stack.ts';
import { readSources } from '../read/sources.ts';
import type { AccessModel } from '../reason/accounts/access-model.ts';
import { accessOf } from '../reason/accounts/access-of.ts';

/** One way to decide what the input leaves open; a claim has to hold in all of them. */
export type World = ReadWorld;

export interface Input {
  readonly worlds: readonly World[];
  /** What is declared where nothing reads it. While there is such a thing, "nobody" and "nothing" are not certain. */
  readonly outOfSight: readonly string[];
}

export interface ReadOptions {
  /** Folder that relative paths start from; the working directory by default. */
  readonly base?: string;
  /** Values for template parameters, by `Name` or `StackName.Name`. */
  readonly parameters?: GivenParameters;
}

/** Templates, folders of templates and CDK assemblies, as one closed world; throws UnreadableInput. */
export function readTemplates(paths: readonly string[], options: ReadOptions = {}): Input {
  const read = readWorlds(readSources(paths, options.base ?? process.cwd()), options.parameters ?? {});
  const undecided = read.undecided === undefined ? [] : [read.undecided];
  return { worlds: read.worlds, outOfSight: [...undecided, ...read.unread] };
}

/** The recorded output of an account: see docs/recorded-account.md; throws UnreadableInput. */
export function readAccount(folder: string, options: Pick<ReadOptions, 'base'> = {}): Input {
  const read = readFolder(folder, options.base ?? process.cwd());
  return {
    worlds: [{ name: '', resources: withUniqueKeys(read.resources) }],
    outOfSight: [...read.unread, ...identityGaps(read)],
  };
}

/** As `readAccount`, for questions about permissions alone: what it does not tell of the network hides nothing. */
export function readPermissions(folder: string, options: Pick<ReadOptions, 'base'> = {}): Input {
  const read = readFolder(folder, options.base ?? process.cwd());
  return {
    worlds: [{ name: '', resources: withUniqueKeys(read.resources) }],
    outOfSight: identityGaps(read),
  };
}

/** Several inputs as one: what none of them declares is absent. */
export function together(inputs: readonly Input[]): Input {
  const worlds = inputs.reduce<readonly World[]>(
    (known, { worlds: more }) =>
      known.flatMap((a) =>
        more.map((b) => ({
          name: [a.name, b.name].filter(Boolean).join(', '),
          resources: withUniqueKeys([...a.resources, ...b.resources]),
        })),
      ),
    [{ name: '', resources: [] }],
  );
  return { worlds, outOfSight: inputs.flatMap(({ outOfSight }) => outOfSight) };
}

const models = new WeakMap<World, Model>();

/** The facts of a world, read once. */
export function modelFor(world: World): Model {
  const known = models.get(world) ?? modelOf(world);
  models.set(world, known);
  return known;
}

/** The permissions of a world, joined once. */
export const accessFor = (world: World): AccessModel => accessOf(modelFor(world));
