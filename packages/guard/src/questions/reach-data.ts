// How the internet gets at stored data, asked of one world: through a machine, a function or a service and the role it
// lends, or through a role that strangers take.

import type { Model } from '../model/model.ts';
import { isCalled, toldNames } from '../model/names.ts';
import type { Place } from '../model/place.ts';
import { publishedActions } from '../reason/access/actions/action-list.ts';
import { type Chain, chainsFromInternet, readActions } from '../reason/chain/chain.ts';
import { accessFor, modelFor, type World } from './input.ts';
import { interfacesCalled } from './reach-ends.ts';

export interface ChainAnswer {
  readonly to: string;
  readonly chain: Chain;
}

/** By every start, to everything that TO names; undefined when TO names nothing that stores data. */
export function reachData(
  { from, to }: { readonly from: string; readonly to: string },
  world: World,
): readonly ChainAnswer[] | undefined {
  const model = modelFor(world);
  const isName = /^(arn:|[^:]*$)/.test(to);
  if (from !== 'internet' || !isName || interfacesCalled(to, model).length > 0) return undefined;
  const access = accessFor(world);
  const data = access.guarded.filter(
    ({ type, arn, resource }) =>
      type in readActions && isCalled(to, resource, arn, access.spelling.nameOf(resource)),
  );
  if (data.length === 0) return undefined;
  const chains = chainsFromInternet(model, access, publishedActions());
  const startName = namesByPlace(model);
  return data.flatMap((it) =>
    chains.to(it).map((chain) => ({
      to: access.toldName(it.resource),
      chain: { ...chain, start: { ...chain.start, name: startName(chain.start) } },
    })),
  );
}

/** A start is told as the resource at whose place it stands; a template that is nested twice has one place for two. */
function namesByPlace({ resources }: Model): (start: Chain['start']) => string {
  const told = toldNames(resources);
  const nameAt = ({ file, line, id }: Pick<Place, 'file' | 'line' | 'id'>) => `${file}:${line} ${id}`;
  const names = new Map<string, Set<string>>();
  for (const it of resources.all) names.set(nameAt(it), (names.get(nameAt(it)) ?? new Set()).add(told(it)));
  return ({ name, place }) => {
    const [found, ...others] = names.get(nameAt(place)) ?? [];
    return found === undefined || others.length > 0 ? name : found;
  };
}
