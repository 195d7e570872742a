// `guard reach internet BUCKET PATH…`: TO holds data and has no address, so the way leads through a machine and the
// role it lends.

import { formatAddress } from '../addresses.ts';
import { packetText } from '../controls/no-internet-path.ts';
import type { Model } from '../model/model.ts';
import { publishedActions } from '../reason/access/actions/action-list.ts';
import { type AccessModel, accessModelOf } from '../reason/accounts/access-model.ts';
import type { GuardedResource } from '../reason/accounts/guarded-resources.ts';
import { shownText } from '../reason/accounts/home.ts';
import type { Step } from '../reason/answer.ts';
import { type Chain, chainsFromInternet, readActions } from '../reason/chain/chain.ts';

export interface AskedChain {
  readonly to: string;
  readonly chain: Chain;
}

/** The chains to what TO names; undefined when it names nothing that holds data. */
export function askChains(from: string, to: string, model: Model): readonly AskedChain[] | undefined {
  const isName = /^(arn:|[^:]*$)/.test(to);
  if (
    from !== 'internet' ||
    !isName ||
    model.network.interfaces.some(({ name, key }) => [name, key].includes(to))
  )
    return undefined;
  const access: AccessModel = accessModelOf(model.resources);
  const data = access.guarded.filter((it) => it.type in readActions && isCalled(it, to, access));
  if (data.length === 0) return undefined;
  const chains = chainsFromInternet(model, access, publishedActions());
  return data.flatMap((it) => chains.to(it).map((chain) => ({ to: it.id, chain })));
}

const isCalled = ({ id, key, arn, resource }: GuardedResource, word: string, { spelling }: AccessModel) =>
  [id, key, arn, spelling.nameOf(resource)].includes(word);

export function tellChain({ to, chain }: AskedChain): string {
  const { host } = chain;
  if (chain.verdict === 'unknown')
    return `unknown: internet to ${to} by ${host.name}: ${chain.reasons.map(shownText).join('; ')}\n`;
  if (chain.verdict === 'closed')
    return lines(`closed: the internet does not get to ${to} by ${host.name}; stopped by`, chain.blockers);
  const packet = packetText(chain.packet, host);
  return lines(
    `open: the internet gets to ${to} by ${host.name} and the role it lends: ${packet}`,
    chain.path,
  );
}

/** schema/reach.schema.json describes it. */
export function chainJson(world: string, { to, chain }: AskedChain) {
  const common = { world, from: 'internet', to, subnet: null, way: `the role lent by ${chain.host.name}` };
  if (chain.verdict === 'unknown')
    return { ...common, answer: chain.verdict, reasons: chain.reasons.map(shownText) };
  if (chain.verdict === 'closed')
    return {
      ...common,
      answer: chain.verdict,
      blockers: chain.blockers.map((it) => ({ kind: 'declaration', alone: true, ...shownStep(it) })),
    };
  const { source, destination, ...rest } = chain.packet;
  const packet = { source: formatAddress(source), destination: formatAddress(destination), ...rest };
  return { ...common, answer: chain.verdict, packet, path: chain.path.map(shownStep) };
}

const shownStep = (step: Step) => ({ ...step, text: shownText(step.text) });

const lines = (head: string, steps: readonly Step[]): string =>
  [head, ...steps.map(({ text, place }) => `  ${shownText(text)}  ${place.file}:${place.line}`), ''].join(
    '\n',
  );
