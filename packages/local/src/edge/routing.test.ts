import { describe, expect, it } from 'vitest';
import { isLocalHost } from './hosts.ts';
import { headersForApi, headersForClient } from './passed-headers.ts';
import { encodingFor, isFresh, staticFile } from './static-files.ts';
import { targetOf } from './target.ts';
import { makeUpstreams } from './upstreams.ts';

describe('the hosts the edge answers for', () => {
  it.each([
    'localhost',
    'localhost:8080',
    'LOCALHOST:8080',
    'dispatcher.localhost:8080',
    'a.b.localhost',
    '127.0.0.1:8080',
    '[::1]:8080',
  ])('%s is ours', (host) => expect(isLocalHost(host)).toBe(true));

  it.each([
    undefined,
    '',
    'evil.example',
    'localhost.evil.example',
    'evillocalhost',
    '127.0.0.1.evil.example',
    '127.0.0.2',
    '0.0.0.0:8080',
    'localhost:8080:80',
    'localhost/',
    'localhost@evil.example',
    '-a.localhost',
    '.localhost',
    '[::]:8080',
    '192.168.1.2:8080',
  ])('%s is not', (host) => expect(isLocalHost(host)).toBe(false));
});

describe('where a request goes', () => {
  const files = new Set(['/index.html', '/favicon.svg', '/assets/app-1a2b.js', '/track.css']);
  it.each([
    ['GET', '/', 'shell'],
    ['HEAD', '/board', 'shell'],
    ['GET', '/board/ord_01?x=1', 'shell'],
    ['GET', '/favicon.svg', 'file'],
    ['GET', '/assets/app-1a2b.js', 'file'],
    ['POST', '/api/orders', 'api'],
    ['TRACE', '/api/orders', 'api'],
    ['GET', '/t/abc', 'api'],
    ['GET', '/demo', 'demo'],
    ['GET', '/demo/as/courier', 'demo'],
    ['GET', '/livez', 'shell'], // what the load balancer asks, nobody outside does
    ['GET', '/readyz', 'shell'],
  ])('%s %s goes to %s', (method, url, kind) => {
    expect(targetOf(method, url, files, true).kind).toBe(kind);
  });

  it.each([
    ['GET', '/assets/app-old.js', 404],
    ['GET', '/wp-login.php', 404],
    ['GET', '/../package.json', 404],
    ['GET', '/%2e%2e/package.json', 404],
    ['GET', '/..%2fpackage.json', 404],
    ['GET', '/assets/../index.html', 404],
    ['GET', '//evil.example/', 404],
    ['GET', '/.built-from', 404],
    ['GET', '/.git/config', 404],
    ['GET', '/assets/.git/HEAD', 404],
    ['GET', '/assets/', 404], // a folder is no page, and nothing lists one
    ['GET', 'http://evil.example/', 400],
    ['OPTIONS', '*', 400],
    ['POST', '/', 405],
    ['DELETE', '/favicon.svg', 405],
    ['GET', `/${'a'.repeat(5_000)}`, 414],
  ])('%s %s is refused with %i', (method, url, status) => {
    expect(targetOf(method, url, files, true)).toEqual({ kind: 'refused', status });
  });

  it('without the demo, /demo is a page of the application like any unknown one', () => {
    expect(targetOf('GET', '/demo', files, false).kind).toBe('shell');
    expect(targetOf('GET', '/demo/state', files, false).kind).toBe('shell');
  });
});

describe('the headers that travel on', () => {
  const viewer = { address: '127.0.0.1', port: 40_000 };

  it('carry our word about the client’s address and nobody else’s', () => {
    const passed = headersForApi(
      {
        host: 'localhost:8080',
        cookie: 'a=b',
        'cloudfront-viewer-address': '6.6.6.6:1',
        'cloudfront-viewer-country': 'XX',
        'x-forwarded-for': '6.6.6.6',
        'x-forwarded-host': 'evil.example',
        forwarded: 'for=6.6.6.6',
        'x-real-ip': '6.6.6.6',
        'if-match': '"3"',
      },
      viewer,
      null,
    );
    expect(passed).toEqual({
      host: 'localhost:8080',
      cookie: 'a=b',
      'if-match': '"3"',
      'cloudfront-viewer-address': '127.0.0.1:40000',
    });
  });

  it('leave out what belongs to one connection, also what the client declared as such', () => {
    const passed = headersForApi(
      {
        host: 'h',
        connection: 'keep-alive, X-Secret',
        'x-secret': '1',
        'transfer-encoding': 'chunked',
        te: 'trailers',
      },
      viewer,
      7,
    );
    expect(passed).toEqual({
      host: 'h',
      'content-length': '7',
      'cloudfront-viewer-address': '127.0.0.1:40000',
    });
  });

  it('write an address of IPv6 as CloudFront does', () => {
    const of = (address: string) =>
      headersForApi({}, { address, port: 9 }, null)['cloudfront-viewer-address'];
    expect([of('::1'), of('::ffff:127.0.0.1')]).toEqual(['::1:9', '127.0.0.1:9']);
  });

  it('back to the client: the API’s own word wins, what it left out is added', () => {
    const passed = headersForClient(
      { 'x-frame-options': 'SAMEORIGIN', connection: 'close' },
      { 'x-frame-options': 'DENY', a: 'b' },
    );
    expect(passed).toEqual({ 'x-frame-options': 'SAMEORIGIN', a: 'b' });
  });
});

describe('files', () => {
  it('with a hash in their name are kept for good, all others are asked for again', () => {
    expect(staticFile('/assets/a-1.js', Buffer.from('x')).cacheControl).toContain('immutable');
    expect(staticFile('/index.html', Buffer.from('x')).cacheControl).toBe('no-cache');
  });

  it.each([
    ['"a"', true],
    ['W/"a"', true],
    ['"b", "a"', true],
    ['*', true],
    ['"b"', false],
    [undefined, false],
  ])('If-None-Match %s is fresh: %s', (header, fresh) => expect(isFresh(header, '"a"')).toBe(fresh));

  it.each([
    ['gzip, deflate, br', 'br'],
    ['gzip', 'gzip'],
    ['br;q=0, gzip;q=0.5', 'gzip'],
    ['identity', null],
    [undefined, null],
  ])('Accept-Encoding %s is answered with %s', (header, encoding) =>
    expect(encodingFor(header)).toBe(encoding),
  );
});

describe('the API processes', () => {
  it('take turns', () => {
    const upstreams = makeUpstreams();
    upstreams.set([1, 2, 3]);
    const firsts = Array.from({ length: 6 }, () => upstreams.inTurn()[0]);
    expect([...firsts].sort()).toEqual([1, 1, 2, 2, 3, 3]);
    expect([...upstreams.inTurn()].sort()).toEqual([1, 2, 3]);
  });

  it('are passed over once they refuse, until they are named again', () => {
    const upstreams = makeUpstreams();
    upstreams.set([1, 2]);
    upstreams.markDead(1);
    expect(upstreams.inTurn()).toEqual([2]);
    upstreams.markDead(2);
    expect(upstreams.inTurn()).toEqual([]);
    upstreams.set([1]);
    expect(upstreams.inTurn()).toEqual([1]);
  });
});
