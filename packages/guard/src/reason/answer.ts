// From a question and the filters on its way to an answer that carries its own evidence: a packet that passes every
// filter, or a certificate that says, box by box, which filter stops each packet of the question.

import type { Range } from '../model/network.ts';
import type { Place } from '../model/place.ts';
import { type BoxSet, holds, intersect, isEmpty, subtract } from './boxes.ts';
import { decode, locate, type Packet, type PacketSpace, samplePacket } from './packet-space.ts';

/** One thing on the way that may stop packets. */
export interface Stage {
  readonly kind: StageKind;
  readonly place: Place;
  /** Key of the interface, subnet or VPC it guards. */
  readonly at: string;
  readonly could: BoxSet;
  readonly surely: BoxSet;
  /** Why `could` and `surely` differ. */
  readonly uncertain: string | undefined;
  /** What the stage says when it stops everything: "no rule of web-group admits it". */
  readonly closed: string;
  /** Which rule lets this packet pass. */
  explain(at: readonly number[]): Step;
}

export type StageKind =
  | 'declaration'
  | 'internet-gateway'
  | 'public-address'
  | 'block-public-access'
  | 'route-forward'
  | 'route-return'
  | 'link'
  | 'nat-gateway'
  | 'egress-only-gateway'
  | 'listener'
  | 'acl-ingress'
  | 'acl-egress'
  | 'acl-return-egress'
  | 'acl-return-ingress'
  | 'acl-nat-return'
  | 'group-ingress'
  | 'group-egress'
  | 'transit-attachment'
  | 'transit-attachment-return'
  | 'transit-departure'
  | 'transit-departure-return'
  | 'transit-route'
  | 'transit-route-return'
  | 'transit-arrival'
  | 'transit-arrival-return';

export interface Step {
  readonly text: string;
  readonly place: Place;
}

export interface Blocker extends Step {
  readonly kind: StageKind;
  /** It alone stops every packet of the question. */
  readonly alone: boolean;
}

/** Ranges of source, destination, protocol, source port and destination port, in this order; addresses as integers. */
export type CertificateBox = readonly { readonly first: bigint; readonly last: bigint }[];

/** Who was asked about: keys of interfaces and subnets as the input spells them, or the internet. */
export interface Subject {
  readonly from: string;
  readonly fromSubnet: string | undefined;
  readonly to: string;
  readonly toSubnet: string | undefined;
  /** What carries the packets between two VPCs, or between a VPC and the internet; undefined inside one VPC. */
  readonly via: string | undefined;
  /** Undefined: every protocol, every port. */
  readonly protocol: number | undefined;
  readonly ports: Range | undefined;
  /** The internet addresses at one end; undefined when both ends are interfaces. */
  readonly remote: CertificateBox | undefined;
}

/** `stopped` boxes are disjoint and cover the question: each is refused by the filter that stands beside it. */
export interface Certificate {
  readonly subject: Subject;
  readonly question: readonly CertificateBox[];
  readonly stopped: readonly {
    readonly by: StageKind;
    readonly at: string;
    readonly place: Place;
    readonly boxes: readonly CertificateBox[];
  }[];
}

export type Answer =
  | { readonly kind: 'open'; readonly packet: Packet; readonly path: readonly Step[] }
  | { readonly kind: 'closed'; readonly blockers: readonly Blocker[]; readonly certificate: Certificate }
  | { readonly kind: 'unknown'; readonly reasons: readonly string[]; readonly blockers: readonly Blocker[] };

export function answer(
  space: PacketSpace,
  question: BoxSet,
  stages: readonly Stage[],
  subject: Subject,
): Answer {
  const surely = stages.reduce((set, stage) => (isEmpty(set) ? set : intersect(set, stage.surely)), question);
  const packet = samplePacket(space, surely);
  if (packet) {
    const point = locate(space, packet);
    return { kind: 'open', packet, path: stages.map((stage) => stage.explain(point)) };
  }
  // Who refuses nothing of the question refuses nothing of what is left of it either.
  const refusing = stages.flatMap((stage) => {
    const refused = subtract(question, stage.could);
    return isEmpty(refused) ? [] : [{ stage, refused }];
  });
  const stopped: { stage: Stage; refused: BoxSet }[] = [];
  let passing = question;
  for (const { stage, refused: ofQuestion } of refusing) {
    const refused = passing === question ? ofQuestion : subtract(passing, stage.could);
    if (isEmpty(refused)) continue;
    stopped.push({ stage, refused });
    passing = intersect(passing, stage.could);
  }
  const blockers = refusing.map(({ stage }): Blocker => {
    const alone = isEmpty(intersect(question, stage.could));
    return { kind: stage.kind, place: stage.place, text: stage.closed, alone };
  });
  if (isEmpty(passing))
    return { kind: 'closed', blockers, certificate: certificateOf(space, subject, question, stopped) };
  const reasons = stages.flatMap((stage) => stage.uncertain ?? []);
  return { kind: 'unknown', reasons: [...new Set(reasons)], blockers };
}

/** Most questions are stopped whole by the first filter that stops anything: then both lists are the same. */
function certificateOf(
  space: PacketSpace,
  subject: Subject,
  question: BoxSet,
  stopped: readonly { readonly stage: Stage; readonly refused: BoxSet }[],
): Certificate {
  const inNumbers = (set: BoxSet) => set.map((box) => decode(space, box));
  const asked = inNumbers(question);
  return {
    subject,
    question: asked,
    stopped: stopped.map(({ stage, refused }) => ({
      by: stage.kind,
      at: stage.at,
      place: stage.place,
      boxes: refused === question ? asked : inNumbers(refused),
    })),
  };
}

/** The first of the named candidates that holds a packet, or what stands for "none of them in particular". */
export function firstHolding(
  candidates: Iterable<{ readonly set: BoxSet; readonly step: Step }>,
  point: readonly number[],
  otherwise: Step,
): Step {
  for (const { set, step } of candidates) if (holds(set, point)) return step;
  return otherwise;
}
