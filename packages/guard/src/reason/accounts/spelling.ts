// From the reader's texts to texts as IAM compares them: tokens of declared resources become the names and ARNs that
// AWS will give them. Invariant: what is not known becomes an `Unresolved` with its reason, never a text that matches
// nothing, because a grant that goes unseen would be called absent.

import type { Resources } from '../../model/resources.ts';
import type { Resource } from '../../read/closed-world.ts';
import { at, readable, text } from '../../read/cloudformation/value.ts';
import type { PolicyText } from '../access/policy/pattern.ts';
import { arnForms } from './arn-forms.ts';
import { homeOf, placeholderAccount } from './home.ts';

export interface Spelling {
  /** A text of a policy or a reference. */
  spell(written: string): PolicyText;
  /** As `spell`, where only a whole text is of use. */
  known(written: string | undefined): string | undefined;
  nameOf(resource: Resource): string;
  arnOf(resource: Resource): string | undefined;
}

export function spellingOf(resources: Resources): Spelling {
  const names = new Map<Resource, string>();
  const nameOf = (resource: Resource): string => {
    const known = names.get(resource);
    if (known !== undefined) return known;
    names.set(resource, resource.key); // a name that refers to itself ends here
    const property = arnForms[resource.type]?.name;
    const chosen = property === undefined ? undefined : text(at(resource.properties, property));
    const spelt = chosen === undefined ? undefined : spell(chosen);
    const name = typeof spelt === 'string' ? spelt : resource.key;
    names.set(resource, name);
    return name;
  };

  const arnOf = (resource: Resource): string | undefined => {
    const form = arnForms[resource.type];
    if (!form) return undefined;
    const recorded = text(at(resource.properties, 'Arn'));
    if (recorded?.startsWith('arn:')) return recorded;
    const { account, region } = homeOf(resource);
    const path = text(at(resource.properties, 'Path')) ?? '/';
    const name = nameOf(resource);
    return `arn:aws:${form.arn}`
      .replace('REGION', () => region)
      .replace('ACCOUNT', () => account)
      .replace('PATH', () => (path.endsWith('/') ? path : `${path}/`))
      .replace('NAME', () => name)
      .replace('parameter//', 'parameter/');
  };

  function spellToken(token: string): PolicyText {
    if (token === '⟦AWS::AccountId⟧') return placeholderAccount;
    const whole = resources.byKey.get(token);
    const [, stack, id, attribute] = /^⟦([^|⟧]*)\|([^⟧.]*)\.([^⟧]*)⟧$/.exec(token) ?? [];
    const resource = whole ?? resources.byKey.get(`⟦${stack}|${id}⟧`);
    if (!resource) return stack === undefined && whole === undefined ? token : unresolved(token);
    const form = arnForms[resource.type];
    if (form) {
      const isArn = attribute === undefined ? form.ref === 'arn' : form.arns?.includes(attribute);
      if (isArn) return arnOf(resource) ?? unresolved(token);
      return attribute === undefined ? nameOf(resource) : token;
    }
    // A custom resource answers with whatever it likes; of other types an attribute is at least a text of its own.
    const isCustom = /^(Custom::|AWS::CloudFormation::CustomResource$)/.test(resource.type);
    return isCustom || /Arn$/.test(attribute ?? '') ? unresolved(token) : token;
  }

  function spell(written: string): PolicyText {
    if (!written.includes('⟦')) return written;
    const pieces: string[] = [''];
    let reason: string | undefined;
    let last = 0;
    const add = (piece: string) => pieces.push(`${pieces.pop() ?? ''}${piece}`);
    for (const match of written.matchAll(/⟦[^⟧]*⟧/g)) {
      add(written.slice(last, match.index));
      last = match.index + match[0].length;
      const spelt = spellToken(match[0]);
      // A text that begins with a token of an unknown kind may be any ARN.
      const isHead = typeof spelt === 'string' && spelt.startsWith('⟦') && match.index === 0;
      if (typeof spelt === 'string' && !(isHead && isReference(spelt))) add(spelt);
      else {
        reason ??= typeof spelt === 'string' ? unresolved(match[0]).unresolved : spelt.unresolved;
        pieces.push('');
      }
    }
    add(written.slice(last));
    return reason === undefined ? pieces.join('') : { unresolved: reason, around: pieces };
  }

  const isReference = (token: string): boolean => {
    const resource = resources.byKey.get(token);
    return token.includes('|') && !(resource && arnForms[resource.type]);
  };

  return {
    spell,
    known: (written) => {
      const spelt = written === undefined ? undefined : spell(written);
      return typeof spelt === 'string' ? spelt : undefined;
    },
    nameOf,
    arnOf,
  };
}

const unresolved = (token: string) => ({ unresolved: `${readable(token)} is known only at deployment` });
