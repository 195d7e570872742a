// `guard reach FROM TO PATH…`: one question, answered with the path of a packet or with everything that stops it.

import { formatAddress } from '../addresses.ts';
import { packetText } from '../controls/no-internet-path.ts';
import { readTemplates } from '../questions/input.ts';
import { type ReachAnswer, reach } from '../questions/reach.ts';
import { type ChainAnswer, reachData } from '../questions/reach-data.ts';
import { elsewhere } from '../reason/elsewhere.ts';
import type { Packet } from '../reason/packet-space.ts';
import type { Service } from '../reason/reachability.ts';
import { protocolName } from '../reason/stages.ts';
import { helpText, type OptionTable, readArguments, single } from './arguments.ts';
import { asUsage } from './as-usage.ts';
import { chainJson, tellChain } from './reach-data.ts';
import type { Surroundings } from './surroundings.ts';
import { UsageError } from './usage-error.ts';

const protocols: Readonly<Record<string, number>> = { tcp: 6, udp: 17, icmp: 1, icmpv6: 58 };

const options: OptionTable = {
  proto: { value: 'NAME', says: 'tcp, udp, icmp, icmpv6; every protocol by default' },
  port: { value: 'N', says: 'destination port; every port by default' },
  format: { value: 'NAME', says: 'text (default) or json' },
  help: { value: null, says: 'show this text' },
};

export const reachHelp = helpText(
  'guard reach FROM TO PATH…',
  'FROM and TO are `internet`, `cidr:BLOCK`, `tier:NAME`, `env:NAME`, or the id of something with an address: a host, load balancer, database, endpoint. From `internet`, TO may be a bucket, secret, table, queue or parameter: reached through a machine and the role it lends. An id that several stacks have is asked in each of them; STACK.ID asks in one.',
  options,
  'exit: 0 answered · 2 unknown · 64 usage · 65 unreadable',
);

export function reachCommand(given: readonly string[], surroundings: Surroundings): number {
  const parsed = readArguments('reach', given, options);
  if (parsed.values.has('help')) {
    surroundings.print(reachHelp);
    return 0;
  }
  const [from, to, ...paths] = parsed.words;
  if (from === undefined || to === undefined || paths.length === 0) {
    throw new UsageError(
      `guard reach: expected FROM TO PATH…; given: ${parsed.words.join(' ') || 'nothing'}; example: guard reach internet Backend template.yaml`,
    );
  }
  const service = serviceOf(single('reach', parsed, 'proto'), single('reach', parsed, 'port'));
  const { worlds, outOfSight } = readTemplates(paths, { base: surroundings.base });
  const format = single('reach', parsed, 'format') ?? 'text';
  if (format !== 'text' && format !== 'json')
    throw new UsageError(`guard reach: --format takes text or json; given: ${format}`);
  const chains = worlds.flatMap((world) =>
    (reachData({ from, to }, world) ?? []).map((asked) => ({ world: world.name, asked })),
  );
  if (chains.length > 0) return tellChains(chains, format, surroundings);
  const answers = worlds.flatMap((world) =>
    asUsage('reach', () => reach({ from, to, service }, world)).map((asked) => ({
      world: world.name,
      asked,
    })),
  );
  if (format === 'json') {
    const json = answers.map(({ world, asked }) => asJson(world, asked));
    surroundings.print(`${JSON.stringify({ answers: json }, null, 2)}\n`);
  } else {
    let told = '';
    const worthIt = answers.filter(({ asked }) => !isOffTheWay(asked));
    for (const { world, asked } of worthIt.length > 0 ? worthIt : answers) {
      if (world !== told) surroundings.print(`when ${world}:\n`);
      told = world;
      surroundings.print(tell(asked));
    }
    for (const reason of outOfSight) surroundings.print(`unknown: ways out of sight: ${reason}\n`);
  }
  const isOpen = answers.some(({ asked }) => asked.reach.answer.kind === 'open');
  const isUnknown = answers.some(({ asked }) => asked.reach.answer.kind === 'unknown');
  return isUnknown || (outOfSight.length > 0 && !isOpen) ? 2 : 0;
}

/** TO holds data: the way leads through a machine and its role, whatever the port. */
function tellChains(
  chains: readonly { readonly world: string; readonly asked: ChainAnswer }[],
  format: string,
  { print }: Surroundings,
): number {
  if (format === 'json') {
    const answers = chains.map(({ world, asked }) => chainJson(world, asked));
    print(`${JSON.stringify({ answers }, null, 2)}\n`);
  } else {
    for (const { world, asked } of chains)
      print(`${world === '' ? '' : `when ${world}: `}${tellChain(asked)}`);
  }
  return chains.some(({ asked }) => asked.chain.verdict === 'unknown') ? 2 : 0;
}

function serviceOf(protocol: string | undefined, port: string | undefined): Service {
  const number = protocol === undefined ? undefined : protocols[protocol];
  if (protocol !== undefined && number === undefined) {
    throw new UsageError(
      `guard reach: unknown protocol ${protocol}; allowed: ${Object.keys(protocols).join(', ')}`,
    );
  }
  const wanted = port === undefined ? undefined : Number(port);
  if (wanted !== undefined && (!Number.isInteger(wanted) || wanted < 0 || wanted > 65535)) {
    throw new UsageError(`guard reach: --port takes a number from 0 to 65535; given: ${port}`);
  }
  return {
    ...(number !== undefined && { protocol: number }),
    ...(wanted !== undefined && { ports: { from: wanted, to: wanted } }),
  };
}

/** No route leads out of sight at all: of interest when nothing else is told. */
const isOffTheWay = ({ reach: { way, answer } }: ReachAnswer): boolean =>
  answer.kind === 'closed' &&
  (way ?? '').includes(elsewhere.name) &&
  answer.blockers.some(({ kind, alone }) => alone && kind.startsWith('route-'));

function tell({ from, to, reach }: ReachAnswer): string {
  const { answer, subnet, way } = reach;
  const place = subnet ? ` in ${subnet.place.id}` : '';
  const where = `${to}${to === reach.to.name ? place : ''}${way ? ` by ${way}` : ''}`;
  if (answer.kind === 'open') {
    const packet =
      to === reach.to.name ? packetText(answer.packet, reach.to) : outwardText(answer.packet, from);
    return lines(`open: ${packet} gets through to ${where}`, answer.path);
  }
  if (answer.kind === 'closed') {
    const alone = answer.blockers.filter((blocker) => blocker.alone);
    const partly = answer.blockers
      .filter((blocker) => !blocker.alone)
      .map((it) => ({ ...it, text: `for some packets: ${it.text}` }));
    return lines(`closed: no such packet gets from ${from} to ${where}; stopped by`, [...alone, ...partly]);
  }
  return `unknown: ${from} to ${where}: ${answer.reasons.join('; ')}\n`;
}

function outwardText({ destination, destinationPort, protocol }: Packet, from: string): string {
  const hasPorts = protocol === 6 || protocol === 17;
  const target = `${formatAddress(destination)}${hasPorts ? `:${destinationPort}` : ''}`;
  return `A packet ${protocolName(protocol)} ${from} → ${target}`;
}

/** The answers as data; schema/reach.schema.json describes them. */
function asJson(world: string, { from, to, reach }: ReachAnswer) {
  const { answer, subnet, way } = reach;
  const common = { world, from, to, subnet: subnet?.place.id ?? null, way: way ?? null };
  if (answer.kind === 'unknown') return { ...common, answer: answer.kind, reasons: answer.reasons };
  if (answer.kind === 'closed') return { ...common, answer: answer.kind, blockers: answer.blockers };
  const { source, destination, ...rest } = answer.packet;
  const packet = { source: formatAddress(source), destination: formatAddress(destination), ...rest };
  return { ...common, answer: answer.kind, packet, path: answer.path };
}

function lines(
  head: string,
  steps: readonly { text: string; place: { file: string; line: number } }[],
): string {
  return [head, ...steps.map(({ text, place }) => `  ${text}  ${place.file}:${place.line}`), ''].join('\n');
}
