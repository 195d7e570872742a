// How the internet gets at stored data, asked of one world: through a machine, a function or a service and the role it
// lends, or through a role that strangers take.

import { publishedActions } from '../reason/access/actions/action-list.ts';
import type { AccessModel } from '../reason/accounts/access-model.ts';
import type { GuardedResource } from '../reason/accounts/guarded-resources.ts';
import { type Chain, chainsFromInternet, readActions } from '../reason/chain/chain.ts';
import { accessFor, modelFor, type World } from './input.ts';

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
  const hasAddress = model.network.interfaces.some(({ name, key }) => [name, key].includes(to));
  if (from !== 'internet' || !isName || hasAddress) return undefined;
  const access = accessFor(world);
  const data = access.guarded.filter((it) => it.type in readActions && isCalled(it, to, access));
  if (data.length === 0) return undefined;
  const chains = chainsFromInternet(model, access, publishedActions());
  return data.flatMap((it) => chains.to(it).map((chain) => ({ to: it.id, chain })));
}

const isCalled = ({ id, key, arn, resource }: GuardedResource, word: string, { spelling }: AccessModel) =>
  [id, key, arn, spelling.nameOf(resource)].includes(word);
