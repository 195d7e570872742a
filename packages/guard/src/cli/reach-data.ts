// The answers of `guard reach internet BUCKET PATH…` as text and as data: a chain of packet, role and request.

import { formatAddress } from '../addresses.ts';
import { packetText } from '../controls/no-internet-path.ts';
import type { ChainAnswer } from '../questions/reach-data.ts';
import { shownText } from '../reason/accounts/home.ts';
import type { Step } from '../reason/answer.ts';

export function tellChain({ to, chain }: ChainAnswer): string {
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
export function chainJson(world: string, { to, chain }: ChainAnswer) {
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
