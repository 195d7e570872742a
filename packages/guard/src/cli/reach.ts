// `guard reach FROM TO PATH…`: one question, answered with the path of a packet or with everything that stops it.

import { packetText } from '../controls/no-internet-path.ts';
import { type Model, modelOf } from '../model/model.ts';
import type { Interface } from '../model/network.ts';
import { readWorlds } from '../read/closed-world.ts';
import { readSources } from '../read/sources.ts';
import { between } from '../reason/between.ts';
import { fromInternet, groundOf, type Reach, type Service } from '../reason/reachability.ts';
import { helpText, type OptionTable, readArguments, single } from './arguments.ts';
import type { Surroundings } from './surroundings.ts';
import { UsageError } from './usage-error.ts';

const protocols: Readonly<Record<string, number>> = { tcp: 6, udp: 17, icmp: 1, icmpv6: 58 };

const options: OptionTable = {
  proto: { value: 'NAME', says: 'tcp, udp, icmp, icmpv6; every protocol by default' },
  port: { value: 'N', says: 'destination port; every port by default' },
  help: { value: null, says: 'show this text' },
};

export const reachHelp = helpText(
  'guard reach FROM TO PATH…',
  'FROM is `internet` or a logical id, TO a logical id of something with an address: a host, load balancer, database, endpoint.',
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
  const { worlds } = readWorlds(readSources(paths, surroundings.base), {});
  let unknown = false;
  for (const world of worlds) {
    if (world.name !== '') surroundings.print(`when ${world.name}:\n`);
    const reaches = ask(modelOf(world), from, to, service);
    for (const reach of reaches) surroundings.print(tell(reach));
    unknown ||= reaches.some(({ answer }) => answer.kind === 'unknown');
  }
  return unknown ? 2 : 0;
}

function ask(model: Model, from: string, to: string, service: Service): Reach[] {
  const ground = groundOf(model.network, [service]);
  return named(model, to).flatMap((target) =>
    from === 'internet'
      ? fromInternet(ground, target, service)
      : named(model, from).flatMap((source) => between(ground, source, target, service)),
  );
}

function named(model: Model, id: string): readonly Interface[] {
  const found = model.network.interfaces.filter(({ name }) => name === id);
  if (found.length > 0) return found;
  const known = [...new Set(model.network.interfaces.map(({ name }) => name))].join(', ');
  throw new UsageError(
    `guard reach: nothing with an address is called ${id}; allowed: internet (as FROM), ${known || 'nothing: the templates declare no interface'}`,
  );
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

function tell({ to, subnet, answer }: Reach): string {
  const where = `${to.name}${subnet ? ` in ${subnet.place.id}` : ''}`;
  if (answer.kind === 'open') {
    return lines(`open: ${packetText(answer.packet, to)} gets through to ${where}`, answer.path);
  }
  if (answer.kind === 'closed') {
    const alone = answer.blockers.filter((blocker) => blocker.alone);
    const partly = answer.blockers
      .filter((blocker) => !blocker.alone)
      .map((it) => ({ ...it, text: `for some packets: ${it.text}` }));
    return lines(`closed: no such packet gets to ${where}; stopped by`, [...alone, ...partly]);
  }
  return `unknown: ${where}: ${answer.reasons.join('; ')}\n`;
}

function lines(
  head: string,
  steps: readonly { text: string; place: { file: string; line: number } }[],
): string {
  return [head, ...steps.map(({ text, place }) => `  ${text}  ${place.file}:${place.line}`), ''].join('\n');
}
