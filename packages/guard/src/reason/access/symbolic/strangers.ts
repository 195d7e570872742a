// Everyone who is not in the model: one of each kind that the policies around a resource can tell apart.
// A stranger may do anything its own account can allow; what stops it has to stand at the resource.

import { readPolicy } from '../policy/read-policy.ts';
import type { Policy, PrincipalName } from '../policy/statement.ts';
import type { Organization, Principal } from '../request/principal.ts';

export const everythingAllowed: readonly Policy[] = [
  readPolicy({
    name: 'whatever its own account allows',
    kind: 'identity',
    document: { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } },
  }),
];

/** An account number that AWS does not give out. */
const nowhere = '000000000000';

/**
 * Anonymous callers, services and providers by name, the foreign accounts, users, roles and sessions that are named,
 * and a role in an account nobody names: each outside every organisation and inside each that is named.
 */
export function strangersTo(
  policies: readonly Policy[],
  known: ReadonlySet<string>,
  organization: Organization | null | undefined,
): readonly Principal[] {
  const statements = policies.flatMap((policy) => policy.statements);
  const names = statements.flatMap(({ principals }) => principals?.principals ?? []);
  const patterns = statements.flatMap(({ conditions }) =>
    conditions
      .filter(({ key }) => key === 'aws:principalarn')
      .flatMap(({ values }) =>
        values.flatMap((value) => (value.kind === 'text' ? [value.pattern.source] : [])),
      ),
  );
  const accounts = patterns.concat(names.map(textOfName)).flatMap((text) => text.match(/\d{12}/g) ?? []);
  const conditions = statements.flatMap((statement) => statement.conditions);
  const texts = (key: string) =>
    conditions
      .filter((condition) => condition.key === key)
      .flatMap(({ values }) =>
        values.flatMap((value) => (value.kind === 'text' ? [value.pattern.source] : [])),
      );
  const organizations: (Organization | null)[] = [
    null,
    ...(organization ? [organization] : []),
    ...[...new Set(texts('aws:principalorgid'))]
      .filter((id) => id !== organization?.id && !/[*?$]/.test(id))
      .map((id) => ({ id, managementAccount: nowhere })),
  ];
  const plain = [
    ...new Set([
      nowhere,
      ...accounts,
      ...texts('aws:principalaccount').filter((text) => /^\d{12}$/.test(text)),
    ]),
  ]
    .filter((account) => !known.has(account))
    .map((account) => ({ account, arn: `arn:aws:iam::${account}:role/anyone` }));
  const named = [
    ...names.map(textOfName),
    ...patterns.map((pattern) => pattern.replace(/\*/g, 'x').replace(/\?/g, 'x')),
  ].flatMap((arn) => accountOf(arn, known));
  const members = [...plain, ...named].flatMap(({ account, arn }) =>
    organizations.map((membership) => memberOf(account, arn, membership)),
  );
  return [{ kind: 'anonymous' }, ...names.flatMap(servicesAndProviders), ...members];
}

const textOfName = (name: PrincipalName): string =>
  name.kind === 'arn' ? name.arn : name.kind === 'account' ? `arn:aws:iam::${name.account}:root` : '';

function accountOf(arn: string, known: ReadonlySet<string>): readonly { account: string; arn: string }[] {
  const account = /^arn:[^:]*:(?:iam|sts)::(\d{12}):(?:user|role|assumed-role)\//.exec(arn)?.[1];
  return account === undefined || known.has(account) ? [] : [{ account, arn }];
}

function memberOf(account: string, arn: string, organization: Organization | null): Principal {
  const [kind = '', name = '', session = 'anyone'] = (arn.split(':')[5] ?? '').split('/');
  if (kind === 'user') return { kind: 'user', account, arn, organization };
  const role = kind === 'assumed-role' ? `arn:aws:iam::${account}:role/${name}` : arn;
  return {
    kind: 'role',
    account,
    arn: role,
    session: kind === 'assumed-role' ? session : 'anyone',
    organization,
  };
}

function servicesAndProviders(name: PrincipalName): readonly Principal[] {
  if (name.kind === 'service') return [{ kind: 'service', name: name.name }];
  return name.kind === 'federated' ? [{ kind: 'federated', provider: name.provider }] : [];
}
