import { expect, it } from 'vitest';
import { urls } from './urls.ts';

const odd = [
  '../people',
  'a/b',
  'a?role=admin',
  'a#b',
  '%2e%2e',
  'a b',
  'javascript:alert(1)',
  '\\\\evil.example',
];
const origin = 'https://cool.example';

it.each(odd)('a name put into an address stays one segment of it: %j', (name) => {
  const made = [
    [urls.removePasskey(name), '/api/account/passkeys/*/remove'],
    [urls.endSession(name), '/api/sessions/*/end'],
    [urls.personAction(name, 'disable'), '/api/people/*/disable'],
    [urls.order(name), '/api/orders/*'],
    [urls.command(name, 'cancel'), '/api/orders/*/cancel'],
    [urls.proof(name), '/api/orders/*/proof'],
  ] as const;
  for (const [address, shape] of made) {
    const { pathname, search, hash, origin: of } = new URL(address, origin);
    expect([pathname.replace(encodeURIComponent(name), '*'), search, hash, of]).toEqual([
      shape,
      '',
      '',
      origin,
    ]);
  }
});

it.each(odd)('a word put into a query is that word and no other field: %j', (word) => {
  for (const address of [urls.orders({ cursor: word }), urls.audit({ subject: word })]) {
    const { searchParams } = new URL(address, origin);
    expect([...searchParams.values()]).toEqual([word]);
  }
});
