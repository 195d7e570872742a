// Rights are a graph: who may write a policy, hand a role to a machine or change a function's code has the rights that
// stand at the end of it. Assuming a role that both sides allow is no escalation; it is what the role is for.

import type { Model } from '../../model/model.ts';
import { type Place, placeOf } from '../../model/place.ts';
import { publishedActions } from '../../reason/access/actions/action-list.ts';
import { accessOf } from '../../reason/accounts/access-of.ts';
import { shownText } from '../../reason/accounts/home.ts';
import type { Step } from '../../reason/answer.ts';
import type { Account } from '../../reason/escalation/account.ts';
import { type Chain, escalationChains } from '../../reason/escalation/closure.ts';
import { escalationRules } from '../../reason/escalation/rules.ts';
import { control, type Finding } from '../control.ts';
import { changed, site } from '../examples/site.ts';
import { all, proved, refuted, unknown } from '../finding.ts';

const own = (Action: unknown, Resource: unknown) => [
  {
    PolicyName: 'own',
    PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] },
  },
];
const given = (policies: unknown) => changed(site, { 'HostRole.Properties.Policies': policies });

export default control({
  id: 'no-privilege-escalation',
  claim: 'No user or role can give itself rights, or act with rights of another, that it was not given.',
  because: 'Whoever takes the least guarded role must not end up with the account.',
  keeps: ['BP-LEAST', 'SVC-IAM', 'T-INSIDER'],
  threats: ['privilege-escalation'],
  needs: 'template',
  severity: 'high',
  satisfies: ['nist-800-53r5/ac-6', 'nist-800-53r5/ac-3'],
  prove: (model) =>
    all(
      [
        ...accessOf(model).accounts.map((account) => judge(account, model)),
        ...accessOf(model).outOfSight.map((reason) => unknown([], reason)),
      ],
      'no IAM user or role in the given templates',
    ),
  remedy: 'Take the named action from the principal, or narrow its resource to what it needs.',
  examples: [
    { name: 'a role without policies', given: site, verdict: 'proved' },
    { name: 'a role that reads', given: given(own('s3:GetObject', '*')), verdict: 'proved' },
    {
      name: 'a role that writes its own policies',
      given: given(own('iam:PutRolePolicy', '*')),
      verdict: 'refuted',
    },
    {
      name: 'a role that hands itself to machines',
      given: given(own(['iam:PassRole', 'ec2:RunInstances'], '*')),
      verdict: 'proved',
    },
    {
      name: 'a role that hands another to machines',
      given: changed(given(own(['iam:PassRole', 'ec2:RunInstances'], '*')), {
        OtherRole: (site as { readonly HostRole: unknown }).HostRole,
        OtherProfile: { Type: 'AWS::IAM::InstanceProfile', Properties: { Roles: [{ Ref: 'OtherRole' }] } },
      }),
      verdict: 'refuted',
    },
    {
      name: 'a function whose role is decided elsewhere',
      given: changed(given(own('lambda:UpdateFunctionCode', '*')), {
        OtherRole: (site as { readonly HostRole: unknown }).HostRole,
        Work: { Type: 'AWS::Lambda::Function', Properties: { Role: { 'Fn::ImportValue': 'role' } } },
      }),
      verdict: 'unknown',
    },
    {
      name: 'policies decided elsewhere',
      given: given({ 'Fn::ImportValue': 'policies' }),
      verdict: 'unknown',
    },
  ],
});

function judge(account: Account, model: Model): Finding {
  const principals = [...account.users, ...account.roles];
  if (principals.length === 0) return { verdict: 'not-judged', reason: 'no principal' };
  const { places } = accessOf(model);
  const placeOfArn = (arn: string): readonly Place[] => {
    const place = places.get(arn);
    return place ? [place] : [];
  };
  const chains = escalationChains(
    account,
    escalationRules,
    publishedActions(),
    accessOf(model).accounts,
  ).filter(({ edges }) => edges.some(({ rule }) => rule.id !== 'sts-001'));
  const certain = chains.find(({ edges }) => edges.every(({ doubts }) => doubts.length === 0));
  if (certain) {
    const others = chains.length === 1 ? '' : ` ${chains.length - 1} more of this kind.`;
    return refuted(
      placeOfArn(certain.from),
      'request',
      `${shownText(certain.from)} can ${told(certain)}.${others}`,
      certain.edges.flatMap(({ rule, requests, from }) => stepsOf(rule.id, requests, placeOfArn(from))),
    );
  }
  const [doubtful] = chains;
  if (doubtful)
    return unknown(
      placeOfArn(doubtful.from),
      [...new Set(doubtful.edges.flatMap(({ doubts }) => doubts))].map(shownText).join('; '),
    );
  const first = principals.flatMap(({ principal }) => placeOfArn(principal.arn)).slice(0, 1);
  const anywhere = model.resources.all.slice(0, 1).map((it) => placeOf(it));
  return proved(
    first.length > 0 ? first : anywhere,
    `none of ${principals.length} users and roles can escalate`,
  );
}

const told = ({ edges }: Chain): string =>
  edges.map(({ rule, to }) => `${rule.how} (${rule.id}), which gives ${shownText(to)}`).join('; then ');

function stepsOf(
  id: string,
  requests: readonly { readonly action: string; readonly resource: string }[],
  places: readonly Place[],
): readonly Step[] {
  return places.flatMap((place) =>
    requests.map(({ action, resource }) => ({ text: `${id}: ${action} on ${shownText(resource)}`, place })),
  );
}
