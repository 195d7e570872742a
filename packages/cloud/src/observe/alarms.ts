// Every alarm: what it looks at, from when it speaks, and whom it wakes. Each has a runbook of its name in
// docs/runbooks. Ordered by whom it is about: users, then what is running out, then security.

import type { Environment } from '../environments.ts';
import type { AlarmDefinition } from './alarm.ts';
import { saturationAlarms } from './saturation-alarms.ts';
import { securityAlarms } from './security-alarms.ts';
import { userAlarms } from './user-alarms.ts';

export { compositeAlarms } from './user-alarms.ts';

export function alarmsOf(environment: Environment, loadBalancer: string): readonly AlarmDefinition[] {
  return [
    ...userAlarms({ LoadBalancer: loadBalancer }),
    ...saturationAlarms(environment),
    ...securityAlarms(),
  ];
}
