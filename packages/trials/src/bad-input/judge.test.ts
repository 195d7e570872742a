import { describe, expect, it } from 'vitest';
import type { Answer } from '../client/client.ts';
import type { BadCase } from './cases.ts';
import { complaints } from './judge.ts';

const tried: BadCase = { name: 'x', method: 'POST', path: '/', headers: {}, allowed: [400], field: '/a' };

const problem = {
  type: '/docs/problems#body-invalid',
  code: 'body-invalid',
  status: 400,
  title: 'No.',
  requestId: 'r',
  errors: [{ field: '/a', given: '42', allowed: 'a text' }],
};

const answered = (body: unknown, status = 400, type = 'application/problem+json; charset=utf-8'): Answer => ({
  status,
  headers: { 'content-type': type },
  text: typeof body === 'string' ? body : JSON.stringify(body),
});

describe('the judge of refusals', () => {
  it('has nothing to say about a refusal that names field, given and allowed', () => {
    expect(complaints(tried, answered(problem), ['s3cret'])).toEqual([]);
  });

  it('takes a field inside the one that was spoilt', () => {
    const inside = { ...problem, errors: [{ field: '/a/b', given: 'nothing', allowed: 'a value' }] };
    expect(complaints(tried, answered(inside), [])).toEqual([]);
  });

  it.each([
    ['a request that was taken', answered({}, 200, 'application/json'), /expected 400/],
    ['a broken server', answered({ ...problem, status: 500 }, 500), /expected 400/],
    ['a page in place of a problem', answered('<h1>no</h1>', 400, 'text/html'), /problem\+json/],
    [
      'another field',
      answered({ ...problem, errors: [{ ...problem.errors[0], field: '/b' }] }),
      /names the field \/a/,
    ],
    [
      'a field that only begins alike',
      answered({ ...problem, errors: [{ ...problem.errors[0], field: '/ab' }] }),
      /names/,
    ],
    ['no field', answered({ ...problem, errors: undefined }), /names the field \/a/],
    ['an error without allowed', answered({ ...problem, errors: [{ field: '/a', given: '1' }] }), /lacks/],
    ['a problem without request id', answered({ ...problem, requestId: undefined }), /no requestId/],
    ['a problem of another status', answered({ ...problem, status: 422 }), /another status/],
    ['a secret repeated', answered({ ...problem, title: 'not s3cret!' }), /secret stands/],
  ])('sees %s', (_name, answer, said) => {
    expect(complaints(tried, answer, ['s3cret']).join()).toMatch(said);
  });
});
