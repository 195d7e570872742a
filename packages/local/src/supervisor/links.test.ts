import { describe, expect, it } from 'vitest';
import { linksOf } from './links.ts';

const origin = 'http://localhost:8080';

describe('the last lines of the start', () => {
  it('are ready and four links, each persona at a host of its own', () => {
    const [ready, ...links] = linksOf({ origin, port: 8080, demoKey: 'k', invitation: null });
    expect(ready).toBe('ready http://localhost:8080');
    expect(links.map((line) => line.trim().split(/\s+/))).toEqual([
      ['board', 'http://dispatcher.localhost:8080/demo/as/dispatcher?to=%2Fboard&key=k'],
      ['tracking', 'http://localhost:8080/demo/tracking'],
      ['security', 'http://auditor.localhost:8080/demo/as/auditor?to=%2Fsecurity&key=k'],
      ['codes', 'http://localhost:8080/demo'],
    ]);
  });

  it('name no demo without one, and the invitation while there is no admin', () => {
    const invitation = `${origin}/invitation#token`;
    const lines = linksOf({ origin, port: 8080, demoKey: null, invitation });
    expect(lines[0]).toBe('ready http://localhost:8080');
    expect(lines.join('\n')).toContain(invitation);
    expect(lines.join('\n')).not.toContain('/demo');
  });
});
