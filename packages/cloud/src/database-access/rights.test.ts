import { collections, verifiedCollections } from '@cool/contract/runtime';
import { describe, expect, it } from 'vitest';
import { accountNames, accounts, appendOnly, otherUser, rolesIn } from './rights.ts';

const roles = rolesIn('cool_delivery');
const actionsOn = (account: 'api' | 'verifier', collection: string) =>
  roles[account].privileges
    .filter(({ resource }) => resource.collection === collection)
    .flatMap(({ actions }) => actions);

describe('the rights in the database', () => {
  it('let the API append to the audit trail and never change or remove a record of it', () => {
    expect(actionsOn('api', 'audit')).toEqual(['find', 'insert', 'listIndexes']);
    expect(appendOnly).toContain('audit');
  });

  it('let nobody make an index where records must stay: it could be one that lets them expire', () => {
    const append = Object.entries(collections).filter(([, use]) => use === 'append');
    expect(append.map(([name]) => name)).toEqual([...appendOnly]);
    for (const account of accountNames)
      for (const name of appendOnly) expect(actionsOn(account, name)).not.toContain('createIndex');
  });

  it('let the API work on each of its collections, and name no other', () => {
    expect(roles.api.privileges.map(({ resource }) => resource.collection)).toEqual(Object.keys(collections));
    expect(actionsOn('api', 'orders')).toContain('update');
  });

  it('let the verifier read what it verifies and nothing else', () => {
    for (const { actions } of roles.verifier.privileges) expect(actions).toEqual(['find']);
    expect(roles.verifier.privileges.map(({ resource }) => resource.collection)).toEqual([
      ...verifiedCollections,
    ]);
    expect(verifiedCollections).not.toContain('sessions');
  });

  it('are bound to one database, name each collection, and hold no administration', () => {
    for (const account of accountNames)
      for (const { resource, actions } of roles[account].privileges) {
        expect(resource.db).toBe('cool_delivery');
        expect(resource.collection).toMatch(/^[A-Za-z]+$/); // an empty name would mean every collection
        for (const action of actions)
          expect(['find', 'insert', 'update', 'remove', 'createIndex', 'listIndexes']).toContain(action);
      }
  });

  it('keep within what DocumentDB takes: 100 roles, 100 resources in a role', () => {
    for (const account of accountNames) expect(roles[account].privileges.length).toBeLessThanOrEqual(100);
  });

  it('belong to two users that take turns', () => {
    expect(otherUser('api', 'api_a')).toBe('api_b');
    expect(otherUser('api', 'api_b')).toBe('api_a');
    expect(otherUser('api', undefined)).toBe('api_a');
    expect(new Set(accountNames.flatMap((name) => accounts[name].users)).size).toBe(4);
  });
});
