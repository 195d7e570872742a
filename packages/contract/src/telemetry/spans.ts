// What a trace may say of a request: names of OpenTelemetry's semantic conventions where there is one, ours otherwise.
// Never an address, a query, a body, a person's name or the text of an error.

export const spanAttributes = [
  'http.request.method',
  'http.route', // the pattern, never the address with its token
  'http.response.status_code',
  'cool.problem',
  'cool.request_id',
] as const;

export type SpanAttribute = (typeof spanAttributes)[number];

export const traceServiceName = 'cool-delivery-api';
