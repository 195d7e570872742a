import { expect, test } from 'vitest';
import { appThatLogs } from '../../test/app-that-logs.ts';

test('what nobody foresaw is answered with its request id and nothing of what went wrong, and logged', async () => {
  const { app, lines } = appThatLogs();
  const faults: readonly [string, unknown][] = [
    ['/driver', Object.assign(new Error('E11000 { email: "aoife@example.ie" }'), { code: 11_000 })],
    ['/plain', new TypeError('cannot read secret of undefined')],
    ['/word', 'secret'],
    ['/status', Object.assign(new Error('secret'), { statusCode: 404 })],
  ];
  for (const [path, fault] of faults)
    app.get(path, () => {
      throw fault;
    });
  for (const [path] of faults) {
    const answer = await app.inject({ method: 'GET', url: path });
    expect(answer.statusCode, path).toBe(500);
    expect(Object.keys(answer.json<object>()).toSorted()).toEqual([
      'code',
      'requestId',
      'status',
      'title',
      'type',
    ]);
    expect(answer.body).not.toMatch(/aoife|secret|E11000|problem\.test/);
  }
  await app.close();
  expect(lines.map((line) => (JSON.parse(line) as { event: string }).event)).toEqual(
    faults.map(() => 'broken'),
  );
});
