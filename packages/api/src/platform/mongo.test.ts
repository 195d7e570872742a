import { describe, expect, it } from 'vitest';
import { durableWrites } from './mongo.ts';

describe('what an acknowledged write rests on', () => {
  it.each([
    ['a replica set, DocumentDB included', { setName: 'rs0' }],
    ['a router of a sharded cluster', { msg: 'isdbgrid' }],
  ])('%s: the journals of a majority', (_, hello) => {
    expect(durableWrites(hello)).toEqual({ w: 'majority', journal: true });
  });

  it('a server that stands alone: its own journal, asked for in the way the embedded engine keeps', () => {
    expect(durableWrites({ isWritablePrimary: true })).toEqual({ w: 1, journal: true });
  });
});
