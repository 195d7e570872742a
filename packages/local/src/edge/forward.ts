// Sends a request on to an API process and streams its answer back, server-sent events included.
// Invariant: a change is never sent twice. Another process is tried only when this one cannot have seen the
// request (connection refused) or when the request changes nothing (GET, HEAD) and no byte of an answer came.

import { Agent, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { limits, securityHeaders } from '@cool/contract/edge';
import { headersForApi, headersForClient } from './passed-headers.ts';
import { sendProblem } from './problem.ts';
import type { Upstreams } from './upstreams.ts';

/** Idle connections end here before the API ends them, so none is reused in the moment it is closed. */
const agent = new Agent({ keepAlive: true, timeout: 4_000, maxFreeSockets: 64 });

type Outcome = 'answered' | 'not-sent' | 'no-answer';

export async function forward(
  request: IncomingMessage,
  response: ServerResponse,
  upstreams: Upstreams,
): Promise<void> {
  const body = await readBody(request);
  if (body === 'too-large') {
    sendProblem(response, {
      code: 'body-too-large',
      detail: `No route takes more than ${limits.importBodyBytes} bytes. Send less.`,
    });
    return;
  }
  if (body === 'broken') return; // the client is gone: nobody is left to answer

  const changesNothing = request.method === 'GET' || request.method === 'HEAD';
  for (const port of upstreams.inTurn()) {
    const outcome = await attempt(request, response, body, port);
    if (outcome === 'answered') return;
    if (outcome === 'not-sent') upstreams.markDead(port);
    else if (!changesNothing) break;
  }
  if (response.destroyed || response.headersSent) return;
  sendProblem(response, {
    code: 'unavailable',
    detail: 'No process of the API answered. It is safe to send this again with the same eventId.',
    retryAfterSeconds: 1,
  });
}

function attempt(
  request: IncomingMessage,
  response: ServerResponse,
  body: Buffer | null,
  port: number,
): Promise<Outcome> {
  return new Promise((resolve) => {
    const onward = httpRequest({
      agent,
      host: '127.0.0.1',
      port,
      method: request.method,
      path: request.url,
      headers: headersForApi(
        request.headers,
        { address: request.socket.remoteAddress ?? '', port: request.socket.remotePort ?? 0 },
        body?.length ?? null,
      ),
    });
    const onClientGone = () => onward.destroy();
    response.once('close', onClientGone);
    onward.once('error', (error) => {
      response.off('close', onClientGone);
      if (response.headersSent) response.destroy(); // cut short: the client must not take it for the whole
      resolve(response.headersSent || response.destroyed ? 'answered' : outcomeOf(error));
    });
    onward.once('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, headersForClient(answer.headers, securityHeaders));
      response.flushHeaders(); // a stream's first event may be far away
      answer.once('error', () => response.destroy());
      answer.once('aborted', () => response.destroy());
      answer.pipe(response);
      answer.once('close', () => response.off('close', onClientGone));
      resolve('answered');
    });
    onward.end(body ?? undefined);
  });
}

function outcomeOf(error: Error): Outcome {
  return 'code' in error && error.code === 'ECONNREFUSED' ? 'not-sent' : 'no-answer';
}

/**
 * The whole body, or null when the request has none. It is held here so that it can be sent again, and so that a
 * slow sender ties up the edge instead of the API.
 */
async function readBody(request: IncomingMessage): Promise<Buffer | null | 'too-large' | 'broken'> {
  const announced = request.headers['content-length'];
  if (announced === undefined && request.headers['transfer-encoding'] === undefined) return null;
  if (Number(announced ?? 0) > limits.importBodyBytes) return 'too-large';
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request) {
      if (!Buffer.isBuffer(chunk)) continue;
      bytes += chunk.length;
      if (bytes > limits.importBodyBytes) return 'too-large';
      chunks.push(chunk);
    }
  } catch {
    return 'broken'; // the connection ended in the middle of the body
  }
  return Buffer.concat(chunks);
}
