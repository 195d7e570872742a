// Certificates of random networks, each tampered with in every way that would make it say more than it proves. The
// engine is imported by this test alone: it makes the certificates.

import { describe, expect, it } from 'vitest';
import type { ReadWorld } from '../read/closed-world.ts';
import { randomFrom } from '../reason/access/soak/random.ts';
import type { Certificate, CertificateBox } from '../reason/answer.ts';
import { askedBy, reachesOf, worldOf } from '../reason/soak/check-network.ts';
import { randomNetwork } from '../reason/soak/random-network.ts';
import { type Asked, checkNetworkCertificate, checkNoPath } from './network-checker.ts';

const seed = 31_000_000;
const count = 660;

interface Answered {
  readonly world: ReadWorld;
  readonly asked: Asked;
  readonly open: boolean;
  readonly closed: boolean;
  /** Of every way, when none is open. */
  readonly certificates: readonly Certificate[];
}

const answered = Array.from({ length: count }, (_, index): Answered => {
  const given = randomNetwork(randomFrom(seed + index));
  const world = worldOf(given);
  const answers = reachesOf(world, given).map(({ answer }) => answer);
  return {
    world,
    asked: askedBy(given),
    open: answers.some(({ kind }) => kind === 'open'),
    closed: answers.every(({ kind }) => kind === 'closed'),
    certificates: answers.flatMap((answer) => (answer.kind === 'closed' ? answer.certificate : [])),
  };
});

const shut = answered.filter(({ closed, certificates }) => closed && certificates.length > 0);
const closed = shut.flatMap(({ world, certificates }) =>
  certificates.map((certificate) => ({ world, certificate })),
);

/** The boxes of all stops, changed in one place. */
const withBoxes = (
  certificate: Certificate,
  change: (boxes: readonly CertificateBox[]) => readonly CertificateBox[],
): Certificate => ({
  ...certificate,
  stopped: certificate.stopped.map((part, index) =>
    index === 0 ? { ...part, boxes: change(part.boxes) } : part,
  ),
});

const shrunk = (box: CertificateBox, axis: number): CertificateBox =>
  box.map((span, at) => (at === axis ? { ...span, last: span.last - 1n } : span));

const tamperings: readonly [string, (certificate: Certificate) => Certificate | undefined][] = [
  ['a box left out', (it) => withBoxes(it, (boxes) => boxes.slice(1))],
  ['a box twice', (it) => withBoxes(it, (boxes) => [...boxes, ...boxes.slice(0, 1)])],
  ...[0, 1, 3].map((axis): [string, (it: Certificate) => Certificate | undefined] => [
    `a box short of one value on axis ${axis}`,
    (it) => {
      const [box] = it.stopped[0]?.boxes ?? [];
      const span = box?.[axis];
      if (!box || !span || span.first === span.last) return undefined;
      return withBoxes(it, (boxes) => [shrunk(box, axis), ...boxes.slice(1)]);
    },
  ]),
  [
    'a question short of one box, and its answer with it',
    (it) => {
      const [first] = it.question;
      if (!first || it.question.length < 2) return undefined;
      const inside = (box: CertificateBox) =>
        box.every((span, axis) => {
          const around = first[axis];
          return around !== undefined && span.first >= around.first && span.last <= around.last;
        });
      const stopped = it.stopped.map((part) => ({
        ...part,
        boxes: part.boxes.filter((box) => !inside(box)),
      }));
      return { ...it, question: it.question.slice(1), stopped };
    },
  ],
  ['nothing stopped at all', (it) => ({ ...it, stopped: [] })],
  [
    'an unknown filter',
    (it) => ({ ...it, stopped: it.stopped.map((part) => ({ ...part, by: 'declaration' })) }),
  ],
  [
    'a filter of nowhere',
    (it) => ({ ...it, stopped: it.stopped.map((part) => ({ ...part, at: '⟦case|Nowhere⟧' })) }),
  ],
];

describe(`certificates of random networks (seed ${seed}, ${count} networks)`, () => {
  it('are accepted as the engine made them, all ways together', () => {
    expect(shut.length).toBeGreaterThan(200);
    expect(
      shut.flatMap(({ world, asked, certificates }) => checkNoPath(asked, certificates, world.resources)),
    ).toEqual([]);
  });

  it('are refused when one way has none', () => {
    for (const { world, asked, certificates } of shut)
      expect(checkNoPath(asked, certificates.slice(1), world.resources).join()).toContain(
        'no certificate speaks of',
      );
  });

  it('are refused as the answer to another question', () => {
    for (const { world, asked, certificates } of shut)
      expect(checkNoPath({ ...asked, protocol: 17 }, certificates, world.resources)).not.toEqual([]);
  });

  it.each(tamperings)('are refused with %s', (_name, tamper) => {
    let tampered = 0;
    for (const { world, certificate } of closed) {
      const changed = tamper(certificate);
      if (!changed) continue;
      tampered += 1;
      expect(checkNetworkCertificate(changed, world.resources)).not.toEqual([]);
    }
    expect(tampered).toBeGreaterThan(100);
  });

  it('are refused in every network where the same question has a packet for an answer', () => {
    let stolen = 0;
    const same = (a: Asked, b: Asked) =>
      a.from === b.from && a.to === b.to && a.ports?.from === b.ports?.from;
    for (const { world, asked } of answered.filter(({ open }) => open)) {
      for (const other of shut.filter((one) => same(one.asked, asked)).slice(0, 20)) {
        stolen += 1;
        expect(checkNoPath(asked, other.certificates, world.resources)).not.toEqual([]);
      }
    }
    expect(stolen).toBeGreaterThan(1000);
  });
});
