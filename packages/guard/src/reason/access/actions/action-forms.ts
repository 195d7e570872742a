// Which requests AWS is known to form: the keys of its own service that an action carries, and whether it is checked
// against a single resource at all. Invariant: nothing is called impossible by these lists, because they may lack what
// AWS added later; they only keep a request of an unknown form from being shown as one that works.
// Source: Service Authorization Reference, "The actions table": an action without resource types takes `*` alone, and
// an action takes the condition keys of its row and of its resource types.

import { dataFile } from '../data-file.ts';

export interface ActionForms {
  /** AWS checks the action against `*` alone. */
  takesNoResource(action: string): boolean;
  /** The key belongs to the action's service, which publishes it for other actions and not for this one. */
  isForeignKey(action: string, key: string): boolean;
}

/** By service: actions without a resource, and groups of actions with the keys that all of the group carry. */
interface Forms {
  readonly services: Readonly<
    Record<string, { readonly alone: string; readonly groups: readonly (readonly [string, string])[] }>
  >;
}

/** Keys by action, and all keys that some action of the service carries. */
interface Keys {
  readonly all: ReadonlySet<string>;
  readonly of: ReadonlyMap<string, ReadonlySet<string>>;
}

let loaded: ActionForms | undefined;

/** The lists that ship with guard, read once, and each service as it is asked for. */
export function publishedForms(): ActionForms {
  loaded ??= formsOf(JSON.parse(dataFile('iam-forms.json')));
  return loaded;
}

export function formsOf({ services }: Forms): ActionForms {
  const inService = (service: string) => (Object.hasOwn(services, service) ? services[service] : undefined);
  // Most questions are about actions alone, and few services are asked about at all.
  const alone = remembered((service) => new Set(words(inService(service)?.alone ?? '').map(lowered)));
  const keys = remembered((service) => keysOf(inService(service)?.groups ?? []));
  return {
    takesNoResource: (action) => alone(serviceOf(action)).has(nameOf(action)),
    isForeignKey: (action, key) => {
      const service = serviceOf(action);
      if (serviceOf(key) !== service) return false;
      const { all, of } = keys(service);
      const carried = of.get(nameOf(action));
      const head = headOf(nameOf(key));
      return carried !== undefined && all.has(head) && !carried.has(head);
    },
  };
}

function keysOf(groups: readonly (readonly [string, string])[]): Keys {
  const sets = groups.map(([keys, actions]) => ({ keys: new Set(words(keys)), actions: words(actions) }));
  return {
    all: new Set(sets.flatMap(({ keys }) => [...keys])),
    of: new Map(sets.flatMap(({ keys, actions }) => actions.map((it) => [lowered(it), keys] as const))),
  };
}

const words = (joined: string): readonly string[] => joined.split(' ').filter(Boolean);
const lowered = (text: string): string => text.toLowerCase();
const serviceOf = (text: string): string => lowered(text.slice(0, text.indexOf(':')));
const nameOf = (text: string): string => lowered(text.slice(text.indexOf(':') + 1));

function remembered<T>(make: (service: string) => T): (service: string) => T {
  const known = new Map<string, T>();
  return (service) => {
    const found = known.get(service) ?? make(service);
    known.set(service, found);
    return found;
  };
}

/** What stands before a part that whoever writes the policy chooses: `existingobjecttag/team`, `encryptioncontext:app`. */
export const headOf = (name: string): string => name.split(/[/:]/)[0] ?? name;
