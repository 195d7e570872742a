import fastify from 'fastify';
import { expect, test } from 'vitest';
import type { App } from './app-type.ts';
import { installCrossSiteCheck } from './cross-site.ts';
import { installProblems } from './problem.ts';

function anApp(): App {
  const app: App = fastify() as unknown as App;
  installProblems(app);
  installCrossSiteCheck(app);
  app.post('/change', async () => 'done');
  app.get('/read', async () => 'read');
  return app;
}

test.each([
  [{}, 200],
  [{ 'sec-fetch-site': 'same-origin', origin: 'https://cool.example' }, 200],
  [{ 'sec-fetch-site': 'none' }, 200],
  [{ origin: 'http://COOL.example' }, 200],
  [{ 'sec-fetch-site': 'same-site' }, 403],
  [{ 'sec-fetch-site': 'cross-site', origin: 'https://cool.example' }, 403],
  [{ origin: 'https://evil.example' }, 403],
  [{ origin: 'https://cool.example.evil.example' }, 403],
  [{ origin: 'https://cool.example:444' }, 403],
  [{ origin: 'null' }, 403],
  [{ origin: '' }, 403],
])('a change with %j is answered %i', async (headers, status) => {
  const answer = await anApp().inject({
    method: 'POST',
    url: '/change',
    headers: { host: 'cool.example', ...headers },
  });
  expect(answer.statusCode).toBe(status);
});

test('reading is not changing: a link from elsewhere works', async () => {
  const answer = await anApp().inject({
    method: 'GET',
    url: '/read',
    headers: { 'sec-fetch-site': 'cross-site' },
  });
  expect(answer.statusCode).toBe(200);
});
