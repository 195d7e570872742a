// Which packets get from one end to another, asked of one world.

import { parseCidr } from '../addresses.ts';
import type { Model } from '../model/model.ts';
import { between } from '../reason/between.ts';
import { fromInternet, groundOf, type Reach, type Service } from '../reason/reachability.ts';
import { toInternet } from '../reason/to-internet.ts';
import { modelFor, type World } from './input.ts';
import { type End, readEnd } from './reach-ends.ts';
import { Unanswerable } from './unanswerable.ts';

export interface ReachAsked {
  /** `internet`, `cidr:BLOCK`, `tier:NAME`, `env:NAME`, or the id or STACK.ID of something with an address. */
  readonly from: string;
  readonly to: string;
  /** Protocol number and destination ports; everything by default. */
  readonly service?: Service;
}

/** One answer for each pair of ends that the words stand for; throws Unanswerable when one names nothing. */
export function reach({ from, to, service = {} }: ReachAsked, world: World): readonly ReachAnswer[] {
  return answers(modelFor(world), from, to, service);
}

/** One question, with its ends as the reader named them. */
export interface ReachAnswer {
  readonly from: string;
  readonly to: string;
  readonly reach: Reach;
}

/** Every question that FROM and TO stand for, with its ends as the reader named them. */
function answers(model: Model, from: string, to: string, service: Service): readonly ReachAnswer[] {
  const [source, target] = [readEnd(from, model), readEnd(to, model)];
  const spans = [source, target].flatMap((end) => (end.kind === 'internet' ? end.spans : []));
  const ground = groundOf(
    model.network,
    [service],
    [...spans, ...addressesOf(source), ...addressesOf(target)],
  );
  if (source.kind === 'internet') {
    if (target.kind === 'internet')
      throw new Unanswerable('FROM and TO are both the internet; allowed: one of them');
    return target.interfaces.flatMap((it) =>
      fromInternet(ground, it, service, source.spans).map((reach) => ({ from, to: it.name, reach })),
    );
  }
  return source.interfaces.flatMap((it) =>
    target.kind === 'internet'
      ? toInternet(ground, it, service, target.spans).map((reach) => ({ from: it.name, to, reach }))
      : target.interfaces
          .filter((other) => other.key !== it.key)
          .flatMap((other) =>
            between(ground, it, other, service).map((reach) => ({ from: it.name, to: other.name, reach })),
          ),
  );
}

const addressesOf = (end: End) =>
  end.kind === 'internet'
    ? []
    : end.interfaces.flatMap(({ privateAddress }) => parseCidr(privateAddress ?? '') ?? []);
