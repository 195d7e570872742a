import { describe, expect, it } from 'vitest';
import {
  type Deployment,
  decidePromotion,
  type PromoteFacts,
  refusalOfSources,
  refusalsOfDeploy,
} from './decisions.ts';
import { digestOf, type Release, releaseId } from './release.ts';

const release = (word: string): Release => ({
  commit: 'a'.repeat(40),
  api: digestOf(word),
  databaseAccess: digestOf(`function of ${word}`),
  sbom: digestOf(`sbom of ${word}`),
  web: digestOf('web'),
  imageId: 'ami-0123456789abcdef0',
});
const [one, two] = [release('one'), release('two')];
const ran = (...releases: readonly Release[]): readonly Deployment[] =>
  releases.map((each, at) => ({ release: each, deployedAt: `2026-11-2${at}T00:00:00.000Z` }));
const facts: PromoteFacts = {
  from: 'dev',
  to: 'qa',
  wanted: undefined,
  current: releaseId(one),
  deployed: ran(one),
};

describe('a promotion', () => {
  it.each<[string, Partial<PromoteFacts>, Release]>([
    ['takes what runs in FROM', {}, one],
    ['takes it when it is asked for by that word', { wanted: 'current' }, one],
    [
      'takes an earlier one by its id',
      { wanted: releaseId(one), current: releaseId(two), deployed: ran(one, two) },
      one,
    ],
    ['goes from qa to prod', { from: 'qa', to: 'prod' }, one],
  ])('%s', (_promise, change, expected) => {
    expect(decidePromotion({ ...facts, ...change })).toEqual({ kind: 'promote', release: expected });
  });

  it.each<[string, Partial<PromoteFacts>, string]>([
    ['past qa', { to: 'prod' }, 'given a step that does not exist, allowed are dev qa and qa prod'],
    ['back', { from: 'qa', to: 'dev' }, 'given a step that does not exist'],
    ['on the spot', { to: 'dev' }, 'given a step that does not exist'],
    ['of nothing', { current: undefined, deployed: [] }, 'given nothing deployed in dev'],
    [
      'of a digest that never ran in FROM',
      { wanted: releaseId(two) },
      `given ${releaseId(two)}, which was never deployed in dev, allowed are ${releaseId(one)}; deploy it to dev first.`,
    ],
    [
      'of what FROM is said to run without a record of it',
      { current: releaseId(two), deployed: [] },
      'which was never deployed in dev, allowed are none yet',
    ],
  ])('%s is refused', (_what, change, sentence) => {
    const decision = decidePromotion({ ...facts, ...change });
    expect(decision).toMatchObject({ kind: 'refuse', sentence: expect.stringContaining(sentence) });
  });
});

describe('a deployment', () => {
  const given = {
    environment: 'qa',
    account: '222233334444',
    givenAccount: '222233334444',
    budgetMistakes: [],
  } as const;

  it('to its own account within its budget may go on', () => {
    expect(refusalsOfDeploy(given)).toEqual([]);
  });

  it('with credentials of another account may not', () => {
    expect(refusalsOfDeploy({ ...given, givenAccount: '333344445555' })).toEqual([
      'deploy qa: given credentials of account 333344445555, allowed is 222233334444; sign in to the account of qa.',
    ]);
  });

  it('above its budget may not', () => {
    expect(refusalsOfDeploy({ ...given, budgetMistakes: ['too dear.'] })).toEqual(['too dear.']);
  });
});

describe('the sources of a deployment', () => {
  it('are those the release was made of', () => {
    expect(refusalOfSources('dev', one, { commit: one.commit })).toBeUndefined();
  });

  it('are not those of another commit', () => {
    expect(refusalOfSources('qa', one, { commit: 'f'.repeat(40) })).toBe(
      `deploy qa: given sources of ${'f'.repeat(40)}, allowed are those of ${one.commit}, of which the release was made; check that commit out, or name with --assembly what was synthesised from it.`,
    );
  });

  it('are not a changed working copy', () => {
    expect(refusalOfSources('dev', one, { mistake: 'Working copy: given 1 changed …' })).toBe(
      'deploy dev: Working copy: given 1 changed …',
    );
  });
});
