// An account's data is read by the account's own principals and by the services it names. Everybody else, the other
// environments included, is a stranger.

import type { Model } from '../../model/model.ts';
import { publishedActions } from '../../reason/access/actions/action-list.ts';
import { mayAllow } from '../../reason/access/decide/named-principals.ts';
import type { PrincipalName } from '../../reason/access/policy/statement.ts';
import { inAccount } from '../../reason/access/request/principal.ts';
import { accessOf } from '../../reason/accounts/access-of.ts';
import type { GuardedResource } from '../../reason/accounts/guarded-resources.ts';
import { shownText } from '../../reason/accounts/home.ts';
import { statementPlace } from '../../reason/accounts/policy-values.ts';
import { type PrincipalAnswer, who } from '../../reason/accounts/who.ts';
import { readActions } from '../../reason/chain/chain.ts';
import { control, type Finding } from '../control.ts';
import { changed, site } from '../examples/site.ts';
import { all, proved, refuted, unknown } from '../finding.ts';

const alsoAllow = (Principal: unknown) =>
  changed(site, {
    'FrontBucket.Properties.PublicAccessBlockConfiguration': { RestrictPublicBuckets: false },
    'FrontPolicy.Properties.PolicyDocument.Statement.1': {
      Effect: 'Allow',
      Principal,
      Action: 's3:GetObject',
      Resource: { 'Fn::Sub': `\${FrontBucket.Arn}/*` },
    },
  });

export default control({
  id: 'data-stays-in-its-account',
  claim: 'Nobody outside an account reads what is stored in it, but for the services of AWS that it names.',
  because:
    'The as-built bucket answered everyone, and nothing kept one environment from the data of another.',
  keeps: ['ENV3', 'BP-NOPUBLIC', 'BP-LEAST'],
  threats: ['environment-crossing', 'public-bucket'],
  needs: 'template',
  severity: 'critical',
  satisfies: ['nist-800-53r5/ac-3', 'nist-800-53r5/ac-4'],
  prove: (model) =>
    all(
      [
        ...accessOf(model)
          .guarded.filter(({ type }) => type in readActions)
          .map((data) => judge(data, model)),
        ...accessOf(model).outOfSight.map((reason) => unknown([], reason)),
      ],
      'nothing that stores data in the given templates',
    ),
  remedy: 'Name the principals of the account in the policy of the resource, and no account beside it.',
  examples: [
    { name: 'read by the distribution alone', given: site, verdict: 'proved' },
    { name: 'open to everyone', given: alsoAllow('*'), verdict: 'refuted' },
    { name: 'open to another account', given: alsoAllow({ AWS: '444455556666' }), verdict: 'refuted' },
    {
      name: 'open to its own account',
      given: alsoAllow({ AWS: { Ref: 'AWS::AccountId' } }),
      verdict: 'proved',
    },
    {
      name: 'open to everyone, and restricted by the block of public access',
      given: changed(alsoAllow('*'), {
        'FrontBucket.Properties.PublicAccessBlockConfiguration': { RestrictPublicBuckets: true },
      }),
      verdict: 'proved',
    },
    {
      name: 'open to whom another template says',
      given: alsoAllow({ AWS: { 'Fn::ImportValue': 'reader' } }),
      verdict: 'unknown',
    },
  ],
});

function judge(data: GuardedResource, model: Model): Finding {
  const action = readActions[data.type];
  if (action === undefined) return { verdict: 'not-judged', reason: 'nothing to read' };
  // Who is not of the account gets in only where the policy of the resource names them.
  if (!mayAllow(data.policies ?? [], (name) => isOutside(name, data.account)))
    return proved([data.place], inside(data));
  const access = accessOf(model);
  // Its own account decides about its own principals; here only the others are asked.
  const members = access.members.filter(({ principal }) => inAccount(principal) !== data.account);
  const answers = who([action], data.key, { ...access, members }, publishedActions())?.[0]?.principals ?? [];
  const outside = answers.filter(({ principal }) => principal.kind !== 'service');
  const reader = outside.find(({ verdict }) => verdict === 'can');
  if (reader?.verdict === 'can') return readBy(reader, data, action);
  const doubt = outside.find(({ verdict }) => verdict === 'unknown');
  if (doubt?.verdict === 'unknown') return unknown([data.place], doubt.reasons.map(shownText).join('; '));
  return proved([data.place], inside(data));
}

const inside = ({ id }: GuardedResource): string => `${id} is read by nobody outside its account`;

function isOutside(name: PrincipalName, account: string): boolean {
  if (name.kind === 'service') return false;
  if (name.kind === 'account') return name.account !== account;
  return name.kind !== 'arn' || !name.arn.includes(`::${account}:`);
}

function readBy(
  reader: Extract<PrincipalAnswer, { verdict: 'can' }>,
  data: GuardedResource,
  action: string,
): Finding {
  const steps = reader.decision.deciding.flatMap(({ statement }) => {
    const place = statementPlace(statement);
    return place ? [{ text: `${statement.policy}, statement ${statement.id}, allows it`, place }] : [];
  });
  const [first] = steps;
  return refuted(
    [...(first ? [first.place] : []), data.place],
    'request',
    `${shownText(reader.who)} can ${action} on ${shownText(reader.request.resource)}.`,
    steps,
  );
}
