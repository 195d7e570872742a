// The resources that become hosts: instances, and Auto Scaling groups as one host each.

import type { Resources } from '../model/resources.ts';

export const declaredHosts = (resources: Resources) =>
  resources.ofType('AWS::EC2::Instance', 'AWS::AutoScaling::AutoScalingGroup');
