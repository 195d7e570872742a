// Asks the API as somebody with an address and a cookie jar of their own.

import { viewerAddressHeader } from '@cool/contract/edge';
import type { Order, PlacedOrder, PlaceOrder } from '@cool/contract/orders';
import { urls } from '@cool/contract/urls';
import type { Process } from './process.ts';

export interface Answer<Body = unknown> {
  readonly status: number;
  readonly body: Body;
  readonly headers: Headers;
}

/** A client with an address and a cookie jar of its own. */
export class Client {
  readonly base: string;
  readonly address: string;
  cookie: string;

  constructor(base: string, cookie = '', address = randomAddress()) {
    this.base = base;
    this.cookie = cookie;
    this.address = address;
  }

  /** The same person, at another process. */
  at(api: Process): Client {
    return new Client(api.base, this.cookie, this.address);
  }

  async call<Body = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer<Body>> {
    const response = await this.raw(
      method,
      path,
      body === undefined ? undefined : JSON.stringify(body),
      headers,
    );
    const text = await response.text();
    const isJson = text !== '' && /[/+]json/.test(response.headers.get('content-type') ?? ''); // not JSON lines
    return {
      status: response.status,
      body: (isJson ? JSON.parse(text) : text) as Body,
      headers: response.headers,
    };
  }

  async raw(
    method: string,
    path: string,
    body?: string | Uint8Array<ArrayBuffer>,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Response> {
    const response = await fetch(this.base + path, {
      method,
      headers: {
        [viewerAddressHeader]: `${this.address}:4711`,
        ...(this.cookie === '' ? {} : { cookie: this.cookie }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
    });
    const set = response.headers.get('set-cookie');
    if (set !== null) this.cookie = set.split(';')[0] ?? '';
    return response;
  }

  async command(
    order: Pick<Order, 'id' | 'version'>,
    name: string,
    more: object = {},
  ): Promise<Answer<Order>> {
    return await this.call(
      'POST',
      `/api/orders/${order.id}/${name}`,
      { eventId: eventId(), ...more },
      ifMatch(order),
    );
  }

  async place(more: Partial<PlaceOrder> = {}): Promise<PlacedOrder> {
    const { status, body } = await this.call<PlacedOrder>('POST', urls.orders(), { ...aDelivery(), ...more });
    if (status !== 201) throw new Error(`Placing answered ${status}: ${JSON.stringify(body)}`);
    return body;
  }
}

/** The secret of a view link, from the path of its page. */
export function trackingTokenIn(trackingPath: string): string {
  const [page, token] = trackingPath.split('#');
  if (page !== urls.trackingPage() || token === undefined) throw new Error('That is no tracking path.');
  return token;
}

export function ifMatch(order: Pick<Order, 'version'>): Record<string, string> {
  return { 'if-match': `"${order.version}"` };
}

export function eventId(): string {
  return `evt_${crypto.randomUUID()}`;
}

export function aDelivery(): PlaceOrder {
  return {
    eventId: eventId(),
    pickup: { name: 'General Post Office', address: "O'Connell Street Lower", routingKey: 'D01' },
    dropOff: { name: 'Trinity College', address: 'College Green', routingKey: 'D02' },
    recipient: { name: 'Aoife Byrne', email: 'aoife@example.ie' },
    parcel: { description: 'A book', weightGrams: 500 },
  };
}

function randomAddress(): string {
  const part = () => Math.floor(Math.random() * 254) + 1;
  return `10.${part()}.${part()}.${part()}`;
}
