// The edge as a whole, against API processes that are stand-ins: what reaches them, what comes back, what happens
// when they are gone.

import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { limits, securityHeaders } from '@cool/contract/edge';
import { afterEach, describe, expect, it } from 'vitest';
import { makeListener, makeServer } from './server.ts';
import { type StaticFile, staticFile } from './static-files.ts';
import { makeUpstreams } from './upstreams.ts';

const open: Server[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function listen(server: Server): Promise<number> {
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;
const api = (handler: Handler) => listen(createServer(handler));

async function edge(...apiPorts: number[]): Promise<{ port: number; log: object[] }> {
  const files = new Map<string, StaticFile>([
    ['/index.html', staticFile('/index.html', Buffer.from('<!doctype html>shell'))],
    ['/assets/a-1.js', staticFile('/assets/a-1.js', Buffer.from('1;'.repeat(500)))],
  ]);
  const upstreams = makeUpstreams();
  upstreams.set(apiPorts);
  const log: object[] = [];
  const port = await listen(
    makeServer(makeListener({ files, upstreams, demo: null, log: (event) => log.push(event) })),
  );
  return { port, log };
}

type Answer = { status: number; headers: IncomingMessage['headers']; text: string };

function ask(
  port: number,
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
) {
  return new Promise<Answer>((resolve, reject) => {
    const sent = request(
      {
        host: '127.0.0.1',
        port,
        path,
        method: options.method ?? 'GET',
        headers: { host: `localhost:${port}`, ...options.headers },
      },
      (answer) => {
        let text = '';
        answer.on('data', (chunk: Buffer) => {
          text += chunk.toString();
        });
        answer.once('error', reject);
        answer.once('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
      },
    );
    sent.once('error', reject);
    sent.end(options.body);
  });
}

/** What a bare connection answers to this text before it is closed. */
function askRaw(port: number, sent: string): Promise<string> {
  return new Promise<string>((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(sent));
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString();
    });
    socket.on('close', () => resolve(text));
  });
}

/** A port nobody listens on: it was taken and given back. */
async function deadPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('pages', () => {
  it('come with every security header, and as 304 when they are known', async () => {
    const { port } = await edge();
    const first = await ask(port, '/board');
    expect(first.text).toBe('<!doctype html>shell');
    for (const [name, value] of Object.entries(securityHeaders))
      expect(first.headers[name], name).toBe(value);
    const again = await ask(port, '/', { headers: { 'if-none-match': String(first.headers.etag) } });
    expect([again.status, again.text]).toEqual([304, '']);
  });

  it('are compressed for who takes it, and HEAD has the length without the body', async () => {
    const { port } = await edge();
    const packed = await ask(port, '/assets/a-1.js', { headers: { 'accept-encoding': 'br' } });
    expect(packed.headers['content-encoding']).toBe('br');
    expect(packed.headers['cache-control']).toContain('immutable');
    const head = await ask(port, '/assets/a-1.js', { method: 'HEAD' });
    expect([head.headers['content-length'], head.text]).toEqual(['1000', '']);
  });
});

describe('what the edge refuses itself', () => {
  it('another host name, whatever the path: 421', async () => {
    const { port } = await edge(await api((_, response) => response.end('reached')));
    for (const path of ['/', '/api/session', '/assets/a-1.js']) {
      const answer = await ask(port, path, { headers: { host: 'rebound.example' } });
      expect([answer.status, answer.text.includes('reached')]).toEqual([421, false]);
    }
  });

  it('a method, an unknown file: problem+json with every security header', async () => {
    const { port } = await edge();
    const answer = await ask(port, '/', { method: 'POST', body: 'x' });
    expect(answer.status).toBe(405);
    expect(answer.headers.allow).toBe('GET, HEAD');
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.headers['x-frame-options']).toBe('DENY');
    expect((await ask(port, '/assets/gone.js')).status).toBe(404);
  });

  it('a body no route takes: 413, and the API never sees it', async () => {
    let reached = false;
    const { port } = await edge(
      await api((_, response) => {
        reached = true;
        response.end();
      }),
    );
    const answer = await ask(port, '/api/orders', {
      method: 'POST',
      headers: { 'content-length': String(limits.importBodyBytes + 1) },
    }).catch((error: Error) => error);
    expect(answer instanceof Error ? 413 : answer.status).toBe(413);
    expect(reached).toBe(false);
  });

  it('a path that goes up, sent raw', async () => {
    const { port } = await edge();
    const answer = await askRaw(
      port,
      `GET /assets/../../package.json HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1.1 404/);
  });
});

describe('whatever the edge answers', () => {
  it('carries every security header, and says what it is', async () => {
    const { port } = await edge(await api((_, response) => response.end('{}')));
    const etag = String((await ask(port, '/')).headers.etag);
    const answers: readonly (readonly [number, RegExp, Promise<Answer>])[] = [
      [200, /^text\/html; charset=utf-8$/, ask(port, '/board')],
      [200, /^text\/javascript; charset=utf-8$/, ask(port, '/assets/a-1.js')],
      [200, /^text\/javascript; charset=utf-8$/, ask(port, '/assets/a-1.js', { method: 'HEAD' })],
      [304, /^text\/html; charset=utf-8$/, ask(port, '/', { headers: { 'if-none-match': etag } })],
      [404, /^application\/problem\+json$/, ask(port, '/assets/gone.js')],
      [405, /^application\/problem\+json$/, ask(port, '/', { method: 'DELETE' })],
      [414, /^application\/problem\+json$/, ask(port, `/${'a'.repeat(limits.urlBytes)}`)],
      [421, /^application\/problem\+json$/, ask(port, '/', { headers: { host: 'rebound.example' } })],
      [200, /^undefined$/, ask(port, '/api/session')], // what the API left out is added
      [503, /^application\/problem\+json$/, ask((await edge()).port, '/api/session')],
    ];
    for (const [status, type, answer] of answers) {
      const { status: answered, headers } = await answer;
      expect(answered).toBe(status);
      expect(String(headers['content-type']), String(status)).toMatch(type);
      for (const [name, value] of Object.entries(securityHeaders))
        expect(headers[name], `${status} ${name}`).toBe(value);
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  });

  it.each([
    [400, 'what?\r\n\r\n'],
    [431, `GET / HTTP/1.1\r\nhost: localhost\r\nx: ${'a'.repeat(limits.headerBytes)}\r\n\r\n`],
  ])('also what is no request it can read: %i', async (status, text) => {
    const { port } = await edge();
    const answer = await askRaw(port, text);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    for (const [name, value] of Object.entries(securityHeaders))
      expect(answer).toContain(`\r\n${name}: ${value}\r\n`);
  });
});

describe('what reaches the API', () => {
  it('is the request as it was, with our word about the address', async () => {
    const seen: IncomingMessage['headers'][] = [];
    const { port } = await edge(
      await api((incoming, response) => {
        seen.push(incoming.headers);
        incoming.pipe(response.writeHead(201, { 'x-own': 'yes', 'set-cookie': ['a=1', 'b=2'] }));
      }),
    );
    const answer = await ask(port, '/api/orders?x=1', {
      method: 'POST',
      headers: {
        host: `courier.localhost:${port}`,
        'cloudfront-viewer-address': '6.6.6.6:1',
        'content-type': 'application/json',
      },
      body: '{"a":1}',
    });
    expect([answer.status, answer.text, answer.headers['x-own'], answer.headers['set-cookie']]).toEqual([
      201,
      '{"a":1}',
      'yes',
      ['a=1', 'b=2'],
    ]);
    expect(seen[0]?.host).toBe(`courier.localhost:${port}`);
    expect(seen[0]?.['cloudfront-viewer-address']).toMatch(/^127\.0\.0\.1:\d+$/);
  });
});

describe('a stream', () => {
  it('arrives event by event, and its end upstream is its end here', async () => {
    let end = () => {};
    const { port } = await edge(
      await api((_, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(': hello\n\n');
        end = () => response.end('data: last\n\n');
      }),
    );
    const chunks: string[] = [];
    await new Promise<void>((resolve, reject) => {
      request({ host: '127.0.0.1', port, path: '/api/live', headers: { host: 'localhost' } }, (answer) => {
        answer.on('data', (chunk: Buffer) => {
          chunks.push(chunk.toString());
          if (chunks.length === 1) end(); // the first event is here while the stream is still open
        });
        answer.once('end', resolve);
      })
        .once('error', reject)
        .end();
    });
    expect(chunks).toEqual([': hello\n\n', 'data: last\n\n']);
  });

  it('is given up upstream when the client leaves', async () => {
    let left: () => void = () => {};
    const gone = new Promise<void>((resolve) => {
      left = resolve;
    });
    const { port } = await edge(
      await api((_, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': hello\n\n');
        response.once('close', left);
      }),
    );
    const sent = request(
      { host: '127.0.0.1', port, path: '/api/live', headers: { host: 'localhost' } },
      (answer) => {
        answer.once('data', () => sent.destroy());
        answer.on('error', () => {}); // our own leaving
      },
    );
    sent.on('error', () => {}); // likewise
    sent.end();
    await gone;
  });
});

describe('when API processes are gone', () => {
  it('a refused connection is tried elsewhere, also for a change: nobody can have seen it', async () => {
    const alive = await api((incoming, response) => incoming.pipe(response));
    const { port } = await edge(await deadPort(), alive, await deadPort());
    for (let round = 0; round < 4; round += 1) {
      expect((await ask(port, '/api/orders', { method: 'POST', body: 'once' })).text).toBe('once');
    }
  });

  it('a change that may have been seen is never sent twice: 503 with the advice to repeat it by name', async () => {
    let seen = 0;
    const dies: Handler = (incoming) => {
      seen += 1;
      incoming.socket.destroy();
    };
    const { port } = await edge(await api(dies), await api(dies));
    const answer = await ask(port, '/api/orders', { method: 'POST', body: '{}' });
    expect(answer.status).toBe(503);
    expect(JSON.parse(answer.text)).toMatchObject({ code: 'unavailable', retryAfterSeconds: 1 });
    expect(answer.headers['retry-after']).toBe('1');
    expect(seen).toBe(1);
  });

  it('a read that got no answer is asked of the next', async () => {
    const { port } = await edge(
      await api((incoming) => incoming.socket.destroy()),
      await api((_, response) => response.end('from the other')),
    );
    for (let round = 0; round < 2; round += 1)
      expect((await ask(port, '/api/orders')).text).toBe('from the other');
  });

  it('an answer that broke off is broken here, too, and never looks whole', async () => {
    const { port } = await edge(
      await api((_, response) => {
        response.writeHead(200, { 'content-length': '100' }).write('half');
        setTimeout(() => response.destroy(), 20);
      }),
    );
    await expect(ask(port, '/api/orders')).rejects.toThrow();
  });

  it('none at all: 503', async () => {
    const { port } = await edge();
    expect((await ask(port, '/t/abc')).status).toBe(503);
  });
});
