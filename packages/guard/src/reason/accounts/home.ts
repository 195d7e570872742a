// In which account and region a resource stands. A template on its own does not say; then all of it stands in one
// account that no template can name, and is printed as `${AWS::AccountId}`.

import type { Resource } from '../../read/closed-world.ts';
import { readable } from '../../read/cloudformation/value.ts';

/** Twelve digits that AWS gives to nobody. */
export const placeholderAccount = '000000000001';

/** The region as references to it evaluate. */
export const unsaidRegion = '⟦AWS::Region⟧';

export interface Home {
  readonly account: string;
  readonly region: string;
}

export function homeOf({ environment }: Pick<Resource, 'environment'>): Home {
  const [, account, region] = /^aws:\/\/(\d{12})\/(.+)$/.exec(environment ?? '') ?? [];
  return { account: account ?? placeholderAccount, region: region ?? unsaidRegion };
}

/** A text as a reader of the template knows it: `${Role}` for a name that AWS will make up. */
export const shownText = (text: string): string =>
  readable(text).replaceAll(placeholderAccount, `\${AWS::AccountId}`);
