import { expect, test } from 'vitest';
import { relyingPartyOf } from './relying-party.ts';

test.each([
  ['https://cool.example', 'cool.example', { id: 'cool.example', origin: 'https://cool.example' }],
  ['https://cool.example', 'COOL.example', { id: 'cool.example', origin: 'https://cool.example' }],
  [
    'http://localhost:8080',
    'admin.localhost:8080',
    { id: 'admin.localhost', origin: 'http://admin.localhost:8080' },
  ],
  ['http://localhost:8080', 'localhost:8080', { id: 'localhost', origin: 'http://localhost:8080' }],
  ['http://localhost:8080', 'admin.localhost:9090', undefined],
  ['http://localhost:8080', 'evil.example:8080', undefined],
  ['http://localhost:8080', 'evillocalhost:8080', undefined],
  ['https://cool.example', 'sub.cool.example', undefined],
  ['https://cool.example', 'cool.example:444', undefined],
  ['https://cool.example', 'cool.example@evil.example', undefined],
  ['https://cool.example', 'evil.example/cool.example', undefined],
  ['https://cool.example', '', undefined],
  ['https://cool.example', undefined, undefined],
])('at %s a request to %s is for %o', (publicOrigin, host, expected) => {
  expect(relyingPartyOf(publicOrigin, host)).toEqual(expected);
});
