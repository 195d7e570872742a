import { describe, expect, it } from 'vitest';
import type { AccessCase } from '../reason/access/soak/access-case.ts';
import { askEngine } from '../reason/access/soak/ask-engine.ts';
import { questionOf, refusal } from '../reason/access/soak/certified.ts';
import { randomFrom } from '../reason/access/soak/random.ts';
import { randomCase } from '../reason/access/soak/random-case.ts';
import { type CheckedCertificate, type CheckedCover, checkCan, checkCannot } from './access-checker.ts';

// The engine is imported by this test alone: it makes the certificates that the checker judges.

const seed = 9_000_000;

function answers(count: number) {
  return Array.from({ length: count }, (_, index) => {
    const given = randomCase(randomFrom(seed + index));
    return { index, given, question: questionOf(given), answer: askEngine(given) };
  });
}

describe(`certificates of the access engine (seed ${seed})`, () => {
  const all = answers(1000);

  it('every "cannot" is confirmed from the raw policies', () => {
    const wrong = all.flatMap(({ index, question, answer }) => {
      const problem = answer.verdict === 'cannot' ? checkCannot(question, answer.certificate) : undefined;
      return problem === undefined ? [] : [`${index}: ${problem}`];
    });
    expect(wrong).toEqual([]);
  });

  it('every "can" is confirmed from the raw policies', () => {
    const wrong = all.flatMap(({ index, question, answer }) => {
      const problem = answer.verdict === 'can' ? checkCan(question, answer.request) : undefined;
      return problem === undefined ? [] : [`${index}: ${problem}`];
    });
    expect(wrong).toEqual([]);
  });

  it('a certificate for another question is refused where the answer is yes', () => {
    let refused = 0;
    for (const { question, answer } of all) {
      if (answer.verdict !== 'can') continue;
      const stolen = all.find(
        (other) =>
          other.answer.verdict === 'cannot' && other.question.actions.join() === question.actions.join(),
      );
      if (stolen?.answer.verdict !== 'cannot') continue;
      refused += 1;
      expect(checkCannot(question, stolen.answer.certificate)).toBeDefined();
    }
    expect(refused).toBeGreaterThan(20);
  });

  it('an empty certificate and a closed cover are refused where the answer is yes', () => {
    for (const { question, answer } of all.slice(0, 80)) {
      if (answer.verdict !== 'can') continue;
      expect(checkCannot(question, [])).toBeDefined();
      const { action, resource } = answer.request;
      const made: CheckedCertificate = [
        {
          actions: question.actions,
          dimensions: [
            { kind: 'action', values: [action] },
            { kind: 'resource', values: [resource] },
          ],
          cover: null,
        },
      ];
      expect(checkCannot(question, made)).toBeDefined();
    }
  });

  it('a dimension of no known kind is refused: its values would speak for resources', () => {
    for (const { question, answer } of all.slice(0, 80)) {
      if (answer.verdict !== 'can') continue;
      const { action, resource } = answer.request;
      const made: CheckedCertificate = [
        {
          actions: [action],
          dimensions: [
            { kind: 'action', values: [action] },
            { kind: 'resource', values: [resource] },
            { kind: 'place', values: ['nowhere'] },
          ],
          cover: null,
        },
      ];
      expect(checkCannot({ ...question, actions: [action] }, made)).toContain('not one dimension');
    }
  });

  it('a cover with a piece taken out is refused', () => {
    let tampered = 0;
    for (const { question, answer } of all) {
      if (answer.verdict !== 'cannot') continue;
      const broken = answer.certificate.map((part) => ({ ...part, cover: withoutFirstPiece(part.cover) }));
      if (JSON.stringify(broken) === JSON.stringify(answer.certificate)) continue;
      tampered += 1;
      expect(checkCannot(question, broken)).toBeDefined();
    }
    expect(tampered).toBeGreaterThan(10);
  });

  it('a dimension that hides a value is refused', () => {
    let tampered = 0;
    for (const { question, answer } of all) {
      if (answer.verdict !== 'cannot') continue;
      const broken = answer.certificate.map((part) => ({
        ...part,
        dimensions: part.dimensions.map((dimension) => ({
          ...dimension,
          values: dimension.values.slice(0, 1),
        })),
        cover: null,
      }));
      const emptied = answer.certificate.some(
        ({ dimensions, cover }) => cover !== null && dimensions.some(({ values }) => values.length > 1),
      );
      if (!emptied) continue;
      tampered += 1;
      expect(checkCannot(question, broken)).toBeDefined();
    }
    expect(tampered).toBeGreaterThan(10);
  });

  it('a request that a policy denies is refused', () => {
    for (const { question, answer } of all.slice(0, 200)) {
      if (
        answer.verdict !== 'can' ||
        question.documents.resource !== undefined ||
        question.principal.kind === 'root'
      )
        continue;
      const denied = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] };
      const identity = [...(question.documents.identity ?? []), denied];
      expect(
        checkCan({ ...question, documents: { ...question.documents, identity } }, answer.request),
      ).toBeDefined();
    }
  });
});

function withoutFirstPiece(cover: CheckedCover): CheckedCover {
  return cover === null || cover.pieces.length < 2 ? cover : { ...cover, pieces: cover.pieces.slice(1) };
}

describe('what AWS keeps for the account of a resource', () => {
  const [home, away] = ['111122223333', '444455556666'];
  const say = (Effect: string, more: object = {}) => ({
    Version: '2012-10-17' as const,
    Statement: [{ Effect, Action: '*', Resource: '*', ...more }],
  });
  const asked = (kind: 'root' | 'user', account: string, action: string, Effect: string): AccessCase => ({
    principal: {
      kind,
      account,
      name: 'ops',
      session: 's',
      tags: {},
      serviceLinked: false,
      managementAccount: '999900001111',
    },
    resourceAccount: home,
    service: action.startsWith('kms') ? 'kms' : 's3',
    actions: [action],
    resource: action.startsWith('kms') ? `arn:aws:kms:eu-west-1:${home}:key/a` : 'arn:aws:s3:::a',
    identity: say('Allow'),
    resourcePolicy: say(Effect, { Principal: '*' }),
    serviceControl: [],
    resourceControl: [],
    restrictPublicBuckets: false,
  });

  it.each([
    ['kms:PutKeyPolicy', 'user', away, 'Allow', 'cannot'],
    ['kms:Decrypt', 'user', away, 'Allow', 'can'],
    ['kms:ListGrants', 'user', away, 'Allow', 'can'],
    ['sqs:DeleteQueue', 'user', away, 'Allow', 'cannot'],
    ['sqs:SendMessage', 'user', away, 'Allow', 'can'],
    ['s3:PutBucketPolicy', 'user', away, 'Allow', 'cannot'],
    ['s3:PutBucketPolicy', 'user', home, 'Allow', 'can'],
    ['s3:PutBucketPolicy', 'root', home, 'Deny', 'can'],
    ['s3:PutBucketPolicy', 'user', home, 'Deny', 'cannot'],
    ['s3:GetObject', 'root', home, 'Deny', 'cannot'],
  ] as const)(
    '%s by a %s of %s under %s is a "%s" that the checker confirms',
    (action, kind, account, effect, expected) => {
      const given = asked(kind, account, action, effect);
      const answer = askEngine(given);
      expect(answer.verdict).toBe(expected);
      expect(refusal(given, answer)).toBeUndefined();
    },
  );
});
