// The edge: one door for pages, API and demo, with the same duties as CloudFront in AWS. Listens on loopback only.

import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { bareAnswer, limits, securityHeaders } from '@cool/contract/edge';
import { forward } from './forward.ts';
import { isLocalHost } from './hosts.ts';
import { sendProblem } from './problem.ts';
import { type StaticFile, sendFile } from './static-files.ts';
import { targetOf } from './target.ts';
import type { Upstreams } from './upstreams.ts';

export type DemoPart = (request: IncomingMessage, response: ServerResponse, path: string) => Promise<void>;

export type EdgeParts = {
  readonly files: ReadonlyMap<string, StaticFile>;
  readonly upstreams: Upstreams;
  readonly demo: DemoPart | null;
  readonly log: (event: object) => void;
};

const refusals = {
  400: {
    code: 'header-invalid',
    status: 400,
    detail: 'The request line must name a path that begins with /.',
  },
  404: { code: 'not-found', detail: 'There is no such page or file. Start from /.' },
  405: {
    code: 'method-not-allowed',
    detail: 'Pages and files are read with GET or HEAD.',
    allow: 'GET, HEAD',
  },
  414: {
    code: 'header-invalid',
    status: 414,
    detail: `The address is longer than ${limits.urlBytes} bytes.`,
  },
} as const;

export function makeListener({ files, upstreams, demo, log }: EdgeParts): RequestListener {
  const paths = new Set(files.keys());
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!isLocalHost(request.headers.host)) {
      sendProblem(response, {
        code: 'not-found',
        status: 421, // Misdirected Request: this is not the server of that name (RFC 9110, 15.5.20)
        detail:
          'This server answers for localhost and names below it, 127.0.0.1 and [::1]. Use one of these.',
      });
      return;
    }
    const target = targetOf(request.method ?? '', request.url ?? '', paths, demo !== null);
    if (target.kind === 'api') return forward(request, response, upstreams);
    if (target.kind === 'refused') return sendProblem(response, refusals[target.status]);
    if (target.kind === 'demo' && demo !== null) return demo(request, response, target.path);
    const file = files.get(target.kind === 'file' ? target.path : '/index.html');
    if (file === undefined) return sendProblem(response, refusals[404]);
    return sendFile(request, response, file);
  };
  return (request, response) => {
    answer(request, response).catch((error: unknown) => {
      log({ event: 'edge-fault', reason: error instanceof Error ? error.stack : String(error) });
      if (response.headersSent) response.destroy();
      else
        sendProblem(response, { code: 'internal', detail: 'The edge could not answer. Its log says why.' });
    });
  };
}

/** Times as short as a person's browser on this machine ever needs; streams are answers, so these do not end them. */
export function makeServer(listener: RequestListener): Server {
  const server = createServer(
    {
      maxHeaderSize: limits.headerBytes,
      headersTimeout: 10_000,
      requestTimeout: 30_000,
      keepAliveTimeout: 10_000,
    },
    listener,
  );
  server.on('clientError', (error: Error & { code?: string }, socket) => {
    const status =
      error.code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request';
    if (socket.writable) socket.end(bareAnswer(status, securityHeaders));
  });
  return server;
}
