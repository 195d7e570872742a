// Saved Logs Insights queries: one request, followed through every log it left a line in. Each asks with what the step
// before answered; docs/runbooks/trace-a-request.md is the way from one to the next.

export interface SavedQuery {
  readonly id: string;
  /** Which log; the group's name is the environment's affair. */
  readonly log: 'cdn' | 'firewall' | 'api' | 'profiler' | 'trail';
  /** `{{name}}` is what the reader fills in. */
  readonly query: string;
}

export const savedQueries: readonly SavedQuery[] = [
  {
    id: 'trace-1-api-by-request-id',
    log: 'api',
    query:
      'fields @timestamp, event, method, route, status, problem, ms, principalId, orderId, eventId, edgeId, traceId\n| filter requestId = "{{requestId}}"\n| sort @timestamp asc',
  },
  {
    id: 'trace-2-cdn-by-edge-id',
    log: 'cdn',
    query:
      'fields `timestamp(ms)`, `x-edge-location`, `cs-method`, `sc-status`, `time-taken`, `x-edge-detailed-result-type`\n| filter `x-edge-request-id` = "{{edgeId}}"',
  },
  {
    id: 'trace-3-firewall-by-edge-id',
    log: 'firewall',
    query:
      'fields @timestamp, action, terminatingRuleId, httpRequest.country, httpRequest.httpMethod\n| filter httpRequest.requestId = "{{edgeId}}"',
  },
  {
    id: 'trace-4-database-by-order',
    log: 'profiler',
    query:
      'fields @timestamp, op, ns, millis, planSummary\n| filter @message like "{{orderId}}"\n| sort @timestamp asc',
  },
  {
    id: 'trace-5-audit-by-event',
    log: 'api',
    query:
      'fields @timestamp, fromSeq, toSeq, headHash\n| filter event = "audit-appended" and @message like "{{eventId}}"',
  },
];
