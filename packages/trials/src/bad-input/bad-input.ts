// Sends every bad request to a running platform and gathers what is wrong with the answers.

import { randomUUID } from 'node:crypto';
import { urls } from '@cool/contract/urls';
import type { Answer, Client } from '../client/client.ts';
import { patiently, postJson } from '../client/json.ts';
import { bodyCases } from './body-cases.ts';
import type { BadCase, Json } from './cases.ts';
import { badFiles, fileComplaints } from './csv-cases.ts';
import { complaints } from './judge.ts';
import {
  cookieCases,
  lastEventIdCases,
  listCases,
  originCases,
  pathCases,
  queryCases,
  versionCases,
} from './request-cases.ts';
import { bodyRoutes } from './routes.ts';
import type { Stage } from './stage.ts';

export type Tried = { readonly tried: BadCase; readonly answer: Answer };

export type Findings = { readonly sent: readonly Tried[]; readonly complaints: readonly string[] };

export async function tryBadInput(stage: Stage, secrets: readonly string[]): Promise<Findings> {
  const sent: Tried[] = [];
  for (const [client, tried] of allCases(stage)) {
    const answer = await patiently(() => client.send(tried));
    sent.push({ tried, answer });
  }
  const aboutFiles = await tryBadFiles(stage.dispatcher.client);
  const aboutRequests = sent.flatMap(({ tried, answer }) => complaints(tried, answer, secrets));
  return { sent, complaints: [...aboutRequests, ...aboutFiles] };
}

async function tryBadFiles(client: Client): Promise<readonly string[]> {
  const found: string[] = [];
  for (const file of badFiles()) {
    const body = { importId: randomUUID(), dryRun: false, csv: file.csv };
    const { status, text } = await patiently(() => postJson(client, urls.importOrders(), body));
    found.push(...fileComplaints(file, status, text));
  }
  return found;
}

function allCases(stage: Stage): readonly (readonly [Client, BadCase])[] {
  const confirm = stage.orders.get('confirm');
  if (confirm === undefined) throw new Error('no order waits to be confirmed');
  const { client } = stage.dispatcher;
  const right = JSON.stringify({ eventId: 'if-match-trial-0001' } satisfies Json);
  const by = (who: Client, cases: readonly BadCase[]) => cases.map((each) => [who, each] as const);
  return [
    ...bodyRoutes(stage).flatMap((route) => by(route.client, bodyCases(route))),
    ...by(client, queryCases([urls.session(), urls.couriers(), urls.live(), urls.order(confirm.id)])),
    ...by(stage.courier.client, queryCases([urls.run()])),
    ...by(stage.auditor.client, queryCases([urls.securityReport()])),
    ...by(stage.nobody, queryCases([urls.trackingPage()])),
    ...by(client, listCases(urls.orders())),
    ...by(client, lastEventIdCases(urls.live())),
    ...by(client, originCases(urls.signOut())),
    ...by(stage.nobody, cookieCases(urls.session())),
    ...by(client, pathCases(confirm.id)),
    ...by(client, versionCases(urls.command(confirm.id, 'confirm'), right, confirm.version)),
  ];
}
