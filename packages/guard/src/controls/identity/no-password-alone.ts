// A password is one secret, and it is the one that people give away. People of the designed site have no IAM user at
// all: they enter through Identity Center, where the second factor is a setting for everyone.

import { placeOf } from '../../model/place.ts';
import { property, propertyText, type Resources, texts } from '../../model/resources.ts';
import type { Resource } from '../../read/closed-world.ts';
import { control, type Finding } from '../control.ts';
import { changed, site } from '../examples/site.ts';
import { all, notJudged, proved, refuted, unknown } from '../finding.ts';

const withUser = changed(site, {
  Person: { Type: 'AWS::IAM::User', Properties: { LoginProfile: { Password: 'given' } } },
});
const device = (Users: unknown) => ({ Type: 'AWS::IAM::VirtualMFADevice', Properties: { Users } });

export default control({
  id: 'no-password-alone',
  claim: 'No IAM user signs in with a password and no second factor.',
  because: 'The as-built account had a console user with a password and no MFA device.',
  keeps: ['BP-MFA', 'T-SPOOF', 'SVC-IAM'],
  threats: ['credential-guessing'],
  needs: 'template',
  severity: 'high',
  satisfies: ['nist-800-53r5/ia-2', 'nist-800-53r5/ia-5'],
  prove: ({ resources }) => {
    const users = resources.ofType('AWS::IAM::User');
    const roles = resources.ofType('AWS::IAM::Role');
    if (users.length + roles.length === 0) return notJudged('no IAM user or role in the given templates');
    if (users.length === 0)
      return proved(
        roles.slice(0, 1).map((it) => placeOf(it)),
        'no IAM user is declared',
      );
    return all(
      users.map((user) => judge(user, resources)),
      '',
    );
  },
  remedy:
    'Remove the IAM user and let the person enter through Identity Center; until then, assign an MFA device.',
  examples: [
    { name: 'no IAM user', given: site, verdict: 'proved' },
    { name: 'a password alone', given: withUser, verdict: 'refuted' },
    {
      name: 'a password and a device',
      given: changed(withUser, { Device: device([{ Ref: 'Person' }]) }),
      verdict: 'proved',
    },
    {
      name: "somebody else's device",
      given: changed(withUser, { Device: device(['another']) }),
      verdict: 'refuted',
    },
    {
      name: 'no password',
      given: changed(withUser, { 'Person.Properties.LoginProfile': undefined }),
      verdict: 'proved',
    },
    {
      name: 'a device of a person decided elsewhere',
      given: changed(withUser, { Device: device({ 'Fn::ImportValue': 'people' }) }),
      verdict: 'unknown',
    },
    {
      name: 'a password decided elsewhere',
      given: changed(withUser, { 'Person.Properties.LoginProfile': { 'Fn::ImportValue': 'login' } }),
      verdict: 'unknown',
    },
  ],
});

function judge(user: Resource, resources: Resources): Finding {
  const names = [user.key, user.id, propertyText(user, 'UserName')];
  const isHis = (name: string | undefined) => name !== undefined && names.includes(name);
  const assigned = resources
    .ofType('AWS::IAM::VirtualMFADevice')
    .map((it) => ({ it, users: texts(property(it, 'Users')) }));
  const own = assigned.find(({ users }) => users.values.some(isHis))?.it;
  // A recorded user carries the answer about its devices.
  const recorded = property(user, 'MFADevices');
  if (own) return proved([placeOf(user), placeOf(own)], `${user.id} has a second factor`);
  if (recorded?.kind === 'list' && recorded.items.length > 0)
    return proved([placeOf(user, 'MFADevices', recorded)], `${user.id} has a second factor`);

  const login = property(user, 'LoginProfile');
  if (login === undefined) return proved([placeOf(user)], `${user.id} has no password`);
  const place = placeOf(user, 'LoginProfile', login);
  const hidden = [login, recorded].flatMap((it) => (it?.kind === 'unknown' ? it.reason : []));
  const reason = hidden[0] ?? assigned.map(({ users }) => users.uncertain).find((it) => it !== undefined);
  if (reason !== undefined) return unknown([place], reason);
  return refuted(
    [place, placeOf(user)],
    'setting',
    `${user.id} signs in to the console with a password alone: no MFA device is assigned to this user.`,
  );
}
