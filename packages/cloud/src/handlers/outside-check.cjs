// Asks the public door what a visitor would ask, as nobody: no session, no secret, no right in AWS but its own log.
const checks = [
  { name: 'front page', path: '/', status: 200, holds: '<html' },
  { name: 'API answers and knows nobody', path: '/api/session', status: 401, holds: '"not-signed-in"' },
  // Looks a link up that does not exist: the answer comes from the database.
  {
    name: 'tracking looks up',
    path: '/t/delivery/view',
    token: 'A'.repeat(22),
    status: 404,
    holds: '"not-found"',
  },
];
const tooSlowMs = 8_000;
exports.checks = checks;

exports.check = async ({ path, token, status, holds }, origin) => {
  const asked = { redirect: 'manual', signal: AbortSignal.timeout(tooSlowMs) };
  const posted = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  };
  const answer = await fetch(origin + path, token === undefined ? asked : { ...asked, ...posted });
  const text = await answer.text();
  if (answer.status !== status) return 'status ' + answer.status + ', expected ' + status;
  if (!text.includes(holds)) return 'the answer does not hold ' + holds;
  const missing = ['content-security-policy', 'strict-transport-security'].filter(
    (name) => !answer.headers.has(name),
  );
  return missing.length === 0 ? 'ok' : 'no header ' + missing.join(', ');
};

exports.handler = async () => {
  const startedAt = Date.now();
  const results = {};
  for (const one of checks)
    results[one.name] = await exports.check(one, process.env.ORIGIN).catch((error) => error.name);
  const OutsideCheckOk = Object.values(results).every((result) => result === 'ok') ? 1 : 0;
  const Metrics = [
    { Name: 'OutsideCheckOk', Unit: 'Count' },
    { Name: 'OutsideCheckTime', Unit: 'Milliseconds' },
  ];
  const _aws = {
    Timestamp: startedAt,
    CloudWatchMetrics: [{ Namespace: 'CoolDelivery/Outside', Dimensions: [[]], Metrics }],
  };
  console.log(
    JSON.stringify({
      event: 'outside-check',
      results,
      OutsideCheckOk,
      OutsideCheckTime: Date.now() - startedAt,
      _aws,
    }),
  );
};
