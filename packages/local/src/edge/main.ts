// The edge process. Environment: PORT, WEB_DIR, and for the demo DEMO_KEY, DEMO_DATA and DEMO_SITE. The supervisor tells it
// over the message channel which API processes there are.

import type { Server } from 'node:http';
import { type DemoPart, makeListener, makeServer } from './server.ts';
import { loadFiles } from './static-files.ts';
import { makeUpstreams } from './upstreams.ts';

const port = Number(process.env['PORT']);
const webDir = process.env['WEB_DIR'] ?? '';
const demoKey = process.env['DEMO_KEY'];
const demoData = process.env['DEMO_DATA'];
const demoSite = process.env['DEMO_SITE'] ?? '';

const upstreams = makeUpstreams();
const log = (event: object) =>
  process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), ...event })}\n`);

process.on('message', (message: unknown) => {
  if (typeof message !== 'object' || message === null || !('ports' in message)) return;
  if (Array.isArray(message.ports)) upstreams.set(message.ports.map(Number));
});

async function loadDemo(): Promise<DemoPart | null> {
  if (demoKey === undefined || demoData === undefined) return null;
  const { makeDemoPart } = await import('../demo/pages.ts');
  return makeDemoPart({ key: demoKey, data: demoData, upstreams, site: loadFiles(demoSite) });
}

const listener = makeListener({ files: loadFiles(webDir), upstreams, demo: await loadDemo(), log });
const servers: Server[] = [];

/** One address of loopback; null when this machine does not have it. */
async function listen(host: string, onPort: number): Promise<number | null> {
  const server = makeServer(listener);
  return new Promise((resolve, reject) => {
    server.once('error', (error: Error & { code?: string }) => {
      if (host === '::1' && (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT')) resolve(null);
      else reject(error);
    });
    server.listen({ host, port: onPort }, () => {
      servers.push(server);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : onPort);
    });
  });
}

try {
  const taken = await listen('127.0.0.1', port);
  await listen('::1', taken ?? port); // browsers try both names of localhost
  process.stdout.write(`${JSON.stringify({ event: 'listening', port: taken })}\n`);
} catch (error) {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const reason =
    code === 'EADDRINUSE'
      ? `Port ${port} is taken by another program. Stop that one, or give another port: npm start -- --port ${port + 1}`
      : code === 'EACCES'
        ? `Port ${port} may not be used by this user. Give a port from 1024 on: npm start -- --port 8080`
        : `The edge cannot listen on port ${port}: ${String(error)}`;
  process.stderr.write(`${reason}\n`);
  process.exit(1);
}

process.on('SIGTERM', () => {
  let open = servers.length;
  for (const server of servers) {
    server.close(() => {
      open -= 1;
      if (open === 0) process.exit(0);
    });
    server.closeIdleConnections(); // streams end when the API drains; the supervisor bounds the wait
  }
});
