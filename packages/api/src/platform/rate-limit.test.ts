import { urls } from '@cool/contract/urls';
import fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import type { App } from './app-type.ts';
import { installAddressLimit } from './rate-limit.ts';

describe('a route on which somebody could guess', () => {
  const offer = (url: string) => {
    const app = fastify();
    installAddressLimit(app as unknown as App, () => new Date());
    app.post(url, { config: { limit: 'sign-in' } as never }, async () => ({}));
  };

  it('is counted by the firewall too', () => {
    expect(() => offer(urls.signIn())).not.toThrow();
  });

  it('is not offered where the firewall does not count it', () => {
    expect(() => offer('/api/a-new-door')).toThrow(
      "/api/a-new-door: given limit 'sign-in', allowed are paths the firewall counts so too; add it to guessablePaths.",
    );
  });
});
