import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { safeReturnPath } from './return-path.ts';

describe('the path to return to after signing in', () => {
  it.each(['/board', '/board/ord_1?x=1', '/run', '/security'])('follows %s', (path) => {
    expect(safeReturnPath(path)).toBe(path);
  });

  it.each([
    undefined,
    '',
    'board',
    'https://evil.example/',
    '//evil.example',
    '//evil.example/board',
    '/\\evil.example/board',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '/.//evil.example',
    '/a/..//evil.example',
    'javascript:alert(1)',
    'data:text/html,x',
    '/',
    '/sign-in?to=/board',
    '/enrol',
    '/invitation',
  ])('refuses %j', (path) => {
    expect(safeReturnPath(path)).toBeNull();
  });

  it('never leads to another origin, whatever it is given', () => {
    const pieces = fc.constantFrom(
      '/',
      '\\',
      '.',
      '..',
      ':',
      '@',
      '?',
      '#',
      'evil.example',
      'https',
      '%2f',
      '\t',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
        const path = safeReturnPath(parts.join(''));
        if (path === null) return;
        expect(new URL(path, 'https://cool.example').origin).toBe('https://cool.example');
      }),
      { seed: 20261122, numRuns: 2_000 },
    );
  });
});
