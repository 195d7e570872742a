import { describe, expect, it } from 'vitest';
import { type ApiDocument, accessInWords, fieldsOf, groupsOf, inBrief } from './document-view.ts';

const document: ApiDocument = {
  info: { title: 'x', version: '1', description: '' },
  paths: {
    '/api/orders': {
      get: { operationId: 'a', tags: ['orders'], responses: {}, 'x-access': { roles: ['admin'], aal: 2 } },
      post: {
        operationId: 'b',
        tags: ['orders'],
        summary: 'Place an order',
        requestBody: {
          content: { 'application/json': { schema: { $ref: '#/components/schemas/placeOrder' } } },
        },
        responses: {
          201: { description: 'Done', content: { 'application/json': { schema: { type: 'object' } } } },
          default: { description: 'No', content: { 'application/problem+json': { schema: {} } } },
        },
        'x-access': 'public',
      },
    },
    '/livez': {
      get: {
        operationId: 'c',
        tags: ['health'],
        responses: { 204: { description: '' } },
        'x-access': 'public',
      },
    },
  },
  components: { schemas: {} },
};

describe('the description of the API', () => {
  it('groups operations by their tag, in the order of the document', () => {
    const groups = groupsOf(document);
    expect(groups.map(({ name, operations }) => [name, operations.map(({ id }) => id)])).toEqual([
      ['orders', ['a', 'b']],
      ['health', ['c']],
    ]);
    expect(groups[0]?.operations[1]).toMatchObject({
      method: 'POST',
      summary: 'Place an order',
      body: { $ref: '#/components/schemas/placeOrder' },
      answers: [
        { status: '201', type: 'application/json' },
        { status: 'refused', type: 'application/problem+json' },
      ],
    });
    expect(groups[1]?.operations[0]?.answers).toEqual([{ status: '204', type: 'nothing', schema: null }]);
  });

  it('says who may call', () => {
    expect(accessInWords('public')).toBe('anyone');
    expect(accessInWords({ roles: ['admin', 'auditor'], aal: 2 })).toBe('admin, auditor; second factor');
    expect(accessInWords({ roles: [], aal: 1 })).toContain('waits');
  });

  it('says of a schema what it allows, in the contract’s words where it has some', () => {
    expect(inBrief({ type: 'string', description: 'a Dublin routing key' })).toBe('a Dublin routing key');
    expect(inBrief({ anyOf: [{ $ref: '#/components/schemas/userId' }, { type: 'null' }] })).toBe(
      'userId or null',
    );
    expect(inBrief({ type: 'array', items: { enum: ['a', 1] } })).toBe('list of "a", 1');
    expect(
      fieldsOf({ properties: { id: { $ref: '#/x/orderId' }, note: { type: 'string' } }, required: ['id'] }),
    ).toEqual([
      { name: 'id', required: true, says: 'orderId', link: 'orderId' },
      { name: 'note', required: false, says: 'string', link: null },
    ]);
  });
});
