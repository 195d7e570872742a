// A reachable machine lends its role: whoever gets in reads what the role reads. Network and permissions may each look
// tight; the chain of both is what an attacker walks.

import type { Model } from '../../model/model.ts';
import { publishedActions } from '../../reason/access/actions/action-list.ts';
import { accessOf } from '../../reason/accounts/access-of.ts';
import { shownText } from '../../reason/accounts/home.ts';
import { type Chain, chainsFromInternet, readActions } from '../../reason/chain/chain.ts';
import { control, type Finding } from '../control.ts';
import { changed, exposedHost, fromEverywhere, site } from '../examples/site.ts';
import { all, notJudged, proved, refuted, unknown } from '../finding.ts';
import { packetText } from '../no-internet-path.ts';

const lending = changed(exposedHost([fromEverywhere(80)]), {
  'Host.Properties.IamInstanceProfile': { Ref: 'Profile' },
  Profile: { Type: 'AWS::IAM::InstanceProfile', Properties: { Roles: [{ Ref: 'HostRole' }] } },
  HostRole: {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
        ],
      },
      Policies: [
        {
          PolicyName: 'all',
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }],
          },
        },
      ],
    },
  },
  Labels: { Type: 'AWS::S3::Bucket', Properties: {} },
});

export default control({
  id: 'no-chain-from-internet-to-data',
  claim: 'No machine that the internet opens a connection to lends a role that reads stored data.',
  because:
    'The as-built host stood in the open with metadata version 1: a role given to it would have been given to everyone.',
  keeps: ['BP-LEAST', 'T-VULN', 'NET-PRIVATE'],
  threats: ['metadata-theft', 'host-takeover'],
  needs: 'template',
  severity: 'critical',
  satisfies: ['nist-800-53r5/ac-6', 'nist-800-53r5/sc-7'],
  prove: judge,
  remedy: 'Take the machine off the internet; then give its role the one bucket or secret it needs.',
  examples: [
    { name: 'hosts behind the load balancer', given: site, verdict: 'proved' },
    { name: 'an open host with a role over all buckets', given: lending, verdict: 'refuted' },
    {
      name: 'an open host without a role',
      given: changed(lending, { 'Host.Properties.IamInstanceProfile': undefined }),
      verdict: 'proved',
    },
    {
      name: 'a role over another bucket',
      given: changed(lending, {
        'HostRole.Properties.Policies.0.PolicyDocument.Statement.0.Resource': 'arn:aws:s3:::other/*',
      }),
      verdict: 'proved',
    },
    {
      name: 'a role decided elsewhere',
      given: changed(lending, { 'HostRole.Properties.Policies': { 'Fn::ImportValue': 'policies' } }),
      verdict: 'unknown',
    },
  ],
});

function judge(model: Model): Finding {
  const access = accessOf(model);
  const data = access.guarded.filter(({ type }) => type in readActions);
  const hosts = model.network.interfaces.filter(({ kind }) => kind === 'host');
  if (data.length === 0 || hosts.length === 0)
    return notJudged('no host, or no stored data, in the given templates');
  const chains = chainsFromInternet(model, access, publishedActions());
  return all(
    data.flatMap((it) => chains.to(it).map((chain) => findingOf(chain, it.id))),
    '',
  );
}

function findingOf(chain: Chain, data: string): Finding {
  const { host } = chain;
  if (chain.verdict === 'unknown')
    return unknown([host.place], [...new Set(chain.reasons)].map(shownText).join('; '));
  if (chain.verdict === 'closed')
    return proved([host.place], `the internet reads nothing through ${host.name}`);
  const last = chain.path.at(-1);
  return refuted(
    last ? [last.place, host.place] : [host.place],
    'request',
    `${packetText(chain.packet, host)} ${host.name} lends its role to whoever has ${chain.metadata.takes}, and the role reads ${data}.`,
    chain.path.map((step) => ({ ...step, text: shownText(step.text) })),
  );
}
