import { MongoNetworkError, MongoServerError } from 'mongodb';
import { describe, expect, it } from 'vitest';
import { durableReads, durableWrites, isDatabaseAway } from './mongo.ts';

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

describe('what a read shows', () => {
  it('of a replica set: what a majority has, so that a failover takes nothing back', () => {
    expect(durableReads({ setName: 'rs0' }, ['db.example'])).toMatchObject({
      readConcern: { level: 'majority' },
    });
  });

  it.each([
    [
      'DocumentDB, which shows nothing else',
      { setName: 'rs0' },
      ['x.cluster-y.eu-west-1.docdb.amazonaws.com'],
    ],
    ['a server that stands alone, which would take the wish and not keep it', {}, ['127.0.0.1']],
  ])('is not asked of %s', (_, hello, hosts) => {
    expect(durableReads(hello, hosts)).toEqual({});
  });
});

describe('the database being away', () => {
  it.each([
    ['a network error of the driver', new MongoNetworkError('gone')],
    ['a command given up', new DOMException('The operation was aborted due to timeout', 'TimeoutError')],
    ['a write into a connection just broken', Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })],
  ])('shows as %s', (_, error) => {
    expect(isDatabaseAway(error)).toBe(true);
  });

  it.each([
    ['a refused document', new MongoServerError({ message: 'duplicate key', code: 11_000 })],
    ['a mistake of ours', new TypeError('undefined is not a function')],
    ['nothing that was thrown', undefined],
  ])('does not show as %s', (_, error) => {
    expect(isDatabaseAway(error)).toBe(false);
  });
});
