// The interfaces that controls speak about by their role.

import type { Model } from '../model/model.ts';
import type { Interface, InterfaceKind } from '../model/network.ts';

const ofKind = (model: Model, kind: InterfaceKind): readonly Interface[] =>
  model.network.interfaces.filter((it) => it.kind === kind);

export const hostsOf = (model: Model) => ofKind(model, 'host');
export const databasesOf = (model: Model) => ofKind(model, 'database');
export const loadBalancersOf = (model: Model) => ofKind(model, 'load-balancer');
