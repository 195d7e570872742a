// The permissions of a model, joined once for everybody who asks about them.

import type { Model } from '../../model/model.ts';
import type { Resources } from '../../model/resources.ts';
import { type AccessModel, accessModelOf } from './access-model.ts';

const joined = new WeakMap<Resources, AccessModel>();

export function accessOf({ resources }: Model): AccessModel {
  const known = joined.get(resources);
  if (known) return known;
  const access = accessModelOf(resources);
  joined.set(resources, access);
  return access;
}
