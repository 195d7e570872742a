import { describe, expect, it } from 'vitest';
import { bodyCases, pointersOf, withValueAt } from './body-cases.ts';

const route = {
  name: 'try',
  path: '/api/try',
  headers: { 'if-match': '"1"' },
  body: { eventId: 'abc', parcel: { weightGrams: 5 } },
  mostBytes: 1_000,
};

describe('the bad bodies', () => {
  const cases = bodyCases(route);

  it('reach every value of the right body', () => {
    expect(pointersOf(route.body)).toEqual(['/eventId', '/parcel', '/parcel/weightGrams']);
    for (const pointer of pointersOf(route.body)) {
      expect(cases.filter(({ name }) => name.startsWith(`try: ${pointer} `)).length).toBeGreaterThan(4);
    }
  });

  it('never hold the right body under the right content type', () => {
    const right = JSON.stringify(route.body);
    const same = cases.filter(
      ({ body, headers }) => body === right && headers['content-type'] === 'application/json',
    );
    expect(same).toEqual([]);
  });

  it('put bytes that are no UTF-8 behind each text', () => {
    const raw = cases.filter(({ body }) => Buffer.isBuffer(body));
    expect(raw.map(({ name }) => name)).toEqual([
      'try: /eventId with a byte that is no UTF-8',
      'try: /eventId with the first half of a character',
    ]);
    const [first] = raw;
    expect(Buffer.isBuffer(first?.body) && first.body.toString('latin1')).toBe(
      '{"parcel":{"weightGrams":5},"eventId":"abc\u00ff"}',
    );
  });

  it('have names of their own and at least one status that is right', () => {
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
    for (const { allowed } of cases) for (const status of allowed) expect(status).toBeLessThan(500);
  });

  it('leave the right body as it was', () => {
    expect(withValueAt(route.body, '/parcel/weightGrams', null)).toEqual({
      eventId: 'abc',
      parcel: { weightGrams: null },
    });
    expect(withValueAt(route.body, '/parcel', undefined)).toEqual({ eventId: 'abc' });
    expect(route.body.parcel.weightGrams).toBe(5);
  });
});
