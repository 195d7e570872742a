// NOT RECORDED: lines that CloudFront, AWS WAF, Elastic Load Balancing and DocumentDB would write about one request, in
// their documented formats (standard logging v2 as JSON, web ACL log fields, access log entries, profiler log).

type Json = Readonly<Record<string, unknown>>;

export type RequestNames = { readonly edgeId: string; readonly traceId: string; readonly orderId: string };

export const cdnLine = ({ edgeId }: Pick<RequestNames, 'edgeId'>): Json => ({
  'timestamp(ms)': '1795348800123',
  'x-edge-request-id': edgeId,
  'x-edge-location': 'DUB56-P1',
  'cs-method': 'POST',
  'cs-uri-stem': '/api/orders',
  'sc-status': '200',
  'time-taken': '0.061',
  'x-edge-detailed-result-type': 'Miss',
});

export const firewallLine = ({ edgeId }: Pick<RequestNames, 'edgeId'>): Json => ({
  timestamp: 1_795_348_800_100,
  formatVersion: 1,
  action: 'ALLOW',
  terminatingRuleId: 'Default_Action',
  terminatingRuleType: 'REGULAR',
  httpRequest: { country: 'IE', httpMethod: 'POST', requestId: edgeId },
});

export const balancerLine = ({ traceId }: Pick<RequestNames, 'traceId'>): string =>
  `https 2026-11-22T12:00:00.186Z app/the-load-balancer/50dc6c495c0c9188 10.30.0.10:41732 10.30.17.4:8443 0.001 0.031 0.000 200 200 812 1433 "POST https://origin.cool-delivery.example:443/api/orders HTTP/1.1" "-" TLS_AES_128_GCM_SHA256 TLSv1.3 arn:aws:elasticloadbalancing:eu-west-1:333344445555:targetgroup/hosts/73e2d6bc24d8a067 "${traceId}" "origin.cool-delivery.example" "session-reused" 10 2026-11-22T12:00:00.154Z "forward" "-" "-" "10.30.17.4:8443" "200" "-" "-" TID_1234abcd`;

export const profilerLine = ({ orderId }: Pick<RequestNames, 'orderId'>): Json => ({
  op: 'findAndModify',
  ts: 1_795_348_800_170,
  ns: 'cool_delivery.orders',
  command: { findAndModify: 'orders', query: { _id: orderId } },
  millis: 104,
  planSummary: 'IXSCAN',
});
