// What a recorded account does not tell about its principals: whoever is missing there is not in an answer.

import type { ReadAccount } from './read-account.ts';

const complete = 'iam.get-account-authorization-details';

/** One sentence for each account whose principals were not recorded as a whole. */
export function identityGaps({ sources }: Pick<ReadAccount, 'sources'>): readonly string[] {
  const recorded = new Map<string, Set<string>>();
  for (const { environment, stackName } of sources) {
    const account = environment?.split('/')[2] ?? '?';
    const names = recorded.get(account) ?? new Set<string>();
    names.add(stackName.split('@')[0] ?? '');
    recorded.set(account, names);
  }
  return [...recorded].flatMap(([account, names]) => {
    if (names.has(complete)) return [];
    const missing = ['iam.list-users', 'iam.list-roles'].filter((name) => !names.has(name));
    return missing.length === 0
      ? []
      : [`account ${account} records no ${missing.join(' and no ')} (${complete} tells all of it at once)`];
  });
}
