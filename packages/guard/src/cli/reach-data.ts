// The answers of `guard reach internet BUCKET PATH…` as text and as data: a chain of packet, role and request.

import { formatAddress } from '../addresses.ts';
import { entranceText } from '../controls/entrance-text.ts';
import type { ChainAnswer } from '../questions/reach-data.ts';
import { shownText } from '../reason/accounts/home.ts';
import type { Step } from '../reason/answer.ts';
import type { Entrance } from '../reason/chain/entry.ts';

export function tellChain({ to, chain }: ChainAnswer): string {
  const { start } = chain;
  if (chain.verdict === 'unknown')
    return `unknown: internet to ${to} by ${start.name}: ${chain.reasons.map(shownText).join('; ')}\n`;
  if (chain.verdict === 'closed')
    return lines(`closed: the internet does not get to ${to} by ${start.name}; stopped by`, chain.blockers);
  const by =
    start.kind === 'role'
      ? `the role ${start.name}, which lets strangers in`
      : `${start.name} and the role it lends`;
  return lines(`open: the internet gets to ${to} by ${by}: ${entranceText(chain.entrance)}`, chain.path);
}

/** schema/reach.schema.json describes it. */
export function chainJson(world: string, { to, chain }: ChainAnswer) {
  const common = { world, from: 'internet', to, subnet: null, way: `the role lent by ${chain.start.name}` };
  if (chain.verdict === 'unknown')
    return { ...common, answer: chain.verdict, reasons: chain.reasons.map(shownText) };
  if (chain.verdict === 'closed')
    return {
      ...common,
      answer: chain.verdict,
      blockers: chain.blockers.map((it) => ({ kind: 'declaration', alone: true, ...shownStep(it) })),
    };
  return {
    ...common,
    answer: chain.verdict,
    packet: packetJson(chain.entrance),
    path: chain.path.map(shownStep),
  };
}

/** No packet of the network leads to what is called by its name. */
function packetJson(entrance: Entrance) {
  if (entrance.kind === 'request') return null;
  const { source, destination, ...rest } = entrance.packet;
  return { source: formatAddress(source), destination: formatAddress(destination), ...rest };
}

const shownStep = (step: Step) => ({ ...step, text: shownText(step.text) });

const lines = (head: string, steps: readonly Step[]): string =>
  [head, ...steps.map(({ text, place }) => `  ${shownText(text)}  ${place.file}:${place.line}`), ''].join(
    '\n',
  );
