// Keeps the firewall's two ban lists equal to what the log of the API says. Nothing else is stored: an address is
// banned while the log holds enough refused sign-ins of it, so a batch delivered twice or not at all changes nothing,
// and a ban ends by itself. What stands in the lists and does not follow from the log goes.
const { BlockList, isIP } = require('node:net');
const minute = 60_000;
const rule = { tries: 20, withinMs: 10 * minute, banMs: 60 * minute, most: 1_000, pages: 50, rounds: 6 };
exports.rule = rule;

// Ours, our hosts', or nobody's: banning one of these would shut out many or all.
const neverBanned = [
  '10.0.0.0/8',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
  'fc00::/7',
  'fe80::/10',
  '::1/128',
];

exports.allowList = (more) => {
  const list = new BlockList();
  for (const cidr of [...neverBanned, ...more]) {
    const [net, bits] = cidr.split('/');
    list.addSubnet(net, Number(bits), isIP(net) === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
};

// [{ address, at }] -> { v4, v6 } as CIDR blocks, the latest offenders first in line when there is no room for all.
exports.decide = (refusals, now, allowed) => {
  const times = new Map();
  for (const { address, at } of refusals) {
    const [net] = String(address).split('/'); // IPv6 comes as the /64 a customer is given
    const version = isIP(net);
    if (version === 0 || allowed.check(net, version === 6 ? 'ipv6' : 'ipv4')) continue;
    const cidr = net + (version === 6 ? '/64' : '/32');
    times.set(cidr, [...(times.get(cidr) ?? []), at]);
  }
  const until = (list) => {
    list.sort((a, b) => a - b);
    const ends = list.filter(
      (at, i) => i + 1 >= rule.tries && at - list[i + 1 - rule.tries] <= rule.withinMs,
    );
    return (ends.at(-1) ?? -Infinity) + rule.banMs;
  };
  const bans = [...times]
    .map(([cidr, list]) => ({ cidr, until: until(list) }))
    .filter((ban) => ban.until > now);
  bans.sort((a, b) => b.until - a.until || (a.cidr < b.cidr ? -1 : 1));
  const kept = bans
    .slice(0, rule.most)
    .map(({ cidr }) => cidr)
    .sort();
  return {
    v4: kept.filter((c) => !c.includes(':')),
    v6: kept.filter((c) => c.includes(':')),
    left: bans.length - kept.length,
  };
};

async function refusalsSince(logs, startTime) {
  const found = [];
  let nextToken;
  for (let page = 0; page < rule.pages; page += 1) {
    const answer = await logs.filterLogEvents({
      logGroupName: process.env.LOG_GROUP,
      filterPattern: process.env.PATTERN,
      startTime,
      nextToken,
    });
    for (const { message, timestamp } of answer.events ?? [])
      found.push({ address: JSON.parse(message).address, at: timestamp });
    nextToken = answer.nextToken;
    if (!nextToken) break;
  }
  return found;
}

// The lock token is of the version read: whoever was faster makes us read again.
async function reconcile(waf, arn, wanted) {
  const [, Name, Id] = arn.split(':').at(-1).split('/').slice(-3);
  for (let round = 1; ; round += 1) {
    const set = { Name, Id, Scope: 'CLOUDFRONT' };
    const { IPSet, LockToken } = await waf.getIPSet(set);
    if ([...IPSet.Addresses].sort().join() === wanted.join()) return false;
    try {
      await waf.updateIPSet({ ...set, LockToken, Addresses: wanted, Description: IPSet.Description });
      return true;
    } catch (error) {
      if (error.name !== 'WAFOptimisticLockException' || round === rule.rounds) throw error;
      await new Promise((done) => setTimeout(done, 50 * 2 ** round * Math.random()));
    }
  }
}
exports.handler = async () => {
  const { CloudWatchLogs } = require('@aws-sdk/client-cloudwatch-logs');
  // biome-ignore lint/correctness/noUndeclaredDependencies: Lambda's runtime brings it
  const { WAFV2 } = require('@aws-sdk/client-wafv2');
  const now = Date.now();
  const allowed = exports.allowList((process.env.ALLOWED ?? '').split(',').filter(Boolean));
  const refusals = await refusalsSince(new CloudWatchLogs({}), now - rule.withinMs - rule.banMs);
  const { v4, v6, left } = exports.decide(refusals, now, allowed);
  const waf = new WAFV2({ region: 'us-east-1' });
  const changed = [
    await reconcile(waf, process.env.V4_ARN, v4),
    await reconcile(waf, process.env.V6_ARN, v6),
  ];
  const Metrics = ['Banned', 'BansLeftOut'].map((Name) => ({ Name, Unit: 'Count' }));
  const _aws = {
    Timestamp: now,
    CloudWatchMetrics: [{ Namespace: 'CoolDelivery/Bans', Dimensions: [[]], Metrics }],
  };
  console.log(
    JSON.stringify({ event: 'bans', changed, Banned: v4.length + v6.length, BansLeftOut: left, _aws }),
  );
};
