// The demo part of the edge: the page with personas, codes and the mailbox, and the links that sign a persona in.
// It uses the API as any client does; the API knows nothing of it.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { securityHeaders } from '@cool/contract/edge';
import { dataFolder } from '../data-folder.ts';
import { sendProblem } from '../edge/problem.ts';
import type { DemoPart } from '../edge/server.ts';
import { type StaticFile, sendFile } from '../edge/static-files.ts';
import type { Upstreams } from '../edge/upstreams.ts';
import { signInAs } from './api-client.ts';
import { isOwnFetch, isOwnNavigation, maySignIn, pathOnly } from './guards.ts';
import { makeMailbox } from './mailbox.ts';
import { readDemoOrders } from './orders-file.ts';
import { type Persona, readPersonas } from './personas.ts';
import { demoState } from './state.ts';
import { waitingPage } from './waiting-page.ts';

/** The simulated couriers write without end; older ones are found by address or subject. */
const mailsShown = 20;

export type DemoSetting = {
  readonly key: string;
  readonly data: string;
  readonly upstreams: Upstreams;
  /** `/demo.css`, `/demo.js` and the page itself as `/demo.html`. */
  readonly site: ReadonlyMap<string, StaticFile>;
};

export function makeDemoPart({ key, data, upstreams, site }: DemoSetting): DemoPart {
  const folder = dataFolder(data);
  const mailbox = makeMailbox(folder.mail);
  const personas = () => readPersonas(folder.personas)?.personas ?? [];

  return async (request, response, path) => {
    const asked = new URL(request.url ?? '/', 'http://localhost');
    const port = (request.headers.host ?? '').split(':').at(-1) ?? '';
    if (path === '/demo/state') {
      if (!isOwnFetch(request.headers))
        return refuse(response, 'Only the demo page itself may ask for this.');
      const mails = mailbox.newest(mailsShown, asked.searchParams.get('mail') ?? '');
      sendJson(response, demoState({ personas: personas(), mails, key, port, now: Date.now() }));
      return;
    }
    if (path.startsWith('/demo/as/')) {
      const persona = personas().find((one) => one.shown && `/demo/as/${one.id}` === path);
      if (persona === undefined) return refuseUnknown(response);
      if (!maySignIn(request.headers, asked.searchParams.get('key'), key)) {
        refuse(
          response,
          'This link is of an earlier start, or came from elsewhere. Open /demo and use the links there.',
        );
        return;
      }
      await signInAndGo(request, response, persona, pathOnly(asked.searchParams.get('to')), upstreams);
      return;
    }
    if (path === '/demo/tracking') {
      const { trackingPath } = readDemoOrders(folder.demoOrders);
      if (trackingPath === null) sendPage(response, waitingPage('The first demo orders are being placed', 1));
      else response.writeHead(303, { ...pageHeaders, location: trackingPath }).end();
      return;
    }
    if (path === '/demo/mailbox') {
      response.writeHead(303, { ...pageHeaders, location: '/demo#mailbox' }).end();
      return;
    }
    const file = site.get(path === '/demo' ? '/demo.html' : path.slice('/demo'.length));
    if (file === undefined) return refuseUnknown(response);
    if (path === '/demo' && !isOwnNavigation(request.headers)) {
      refuse(
        response,
        'The demo page opens from the address bar or from the terminal, not from another page.',
      );
      return;
    }
    await sendFile(request, response, file);
  };
}

const pageHeaders = { ...securityHeaders, 'cache-control': 'no-store' };

async function signInAndGo(
  request: IncomingMessage,
  response: ServerResponse,
  persona: Persona,
  to: string,
  upstreams: Upstreams,
): Promise<void> {
  const [apiPort] = upstreams.inTurn();
  const outcome =
    apiPort === undefined
      ? ({ kind: 'wait', ms: 1_000 } as const)
      : await signInAs(persona, apiPort, request.headers.host ?? '', request.headers['user-agent']);
  if (outcome.kind === 'signed-in') {
    response.writeHead(303, { ...pageHeaders, location: to, 'set-cookie': [...outcome.setCookie] }).end();
  } else if (outcome.kind === 'wait') {
    const seconds = Math.ceil(outcome.ms / 1_000);
    sendPage(
      response,
      waitingPage(`The code of ${persona.name} was just used, and a code works once`, seconds),
    );
  } else {
    refuse(
      response,
      `${persona.name} could not be signed in (${outcome.code}). Sign in by hand with what /demo shows.`,
    );
  }
}

function sendPage(response: ServerResponse, html: string): void {
  response.writeHead(200, { ...pageHeaders, 'content-type': 'text/html; charset=utf-8' }).end(html);
}

function sendJson(response: ServerResponse, body: object): void {
  response.writeHead(200, { ...pageHeaders, 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function refuse(response: ServerResponse, detail: string): void {
  sendProblem(response, { code: 'forbidden', detail });
}

function refuseUnknown(response: ServerResponse): void {
  sendProblem(response, { code: 'not-found', detail: 'The demo has no such page. Start from /demo.' });
}
