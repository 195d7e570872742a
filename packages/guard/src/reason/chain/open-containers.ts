// Containers that run with a role. Services of App Runner stand in the internet unless they say otherwise; tasks of
// ECS have network interfaces that the network does not model, so whether anybody gets at them is unknown.
// Source: App Runner API, IngressConfiguration; ECS Developer Guide, "Task IAM role",
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html

import { placeOf } from '../../model/place.ts';
import { hiddenIn, property, propertyText, type Resources } from '../../model/resources.ts';
import type { Resource } from '../../read/closed-world.ts';
import { flag } from '../../read/cloudformation/value.ts';
import { mayAllow } from '../access/decide/named-principals.ts';
import type { AccessModel } from '../accounts/access-model.ts';
import { homeOf } from '../accounts/home.ts';
import type { Entry, Start } from './entry.ts';
import { entryOf, roleOf, type Way } from './open-functions.ts';

export function openContainers(resources: Resources, access: AccessModel): readonly Entry[] {
  return [
    ...resources.ofType('AWS::AppRunner::Service').flatMap((it) => appRunner(it, access)),
    ...resources.ofType('AWS::ECS::Service').map((it) => taskService(it, resources, access)),
    ...recordedTasks(resources, access),
  ];
}

const startAt = (resource: Resource): Start => ({
  kind: 'container service',
  name: resource.id,
  place: placeOf(resource),
});

function appRunner(service: Resource, access: AccessModel): readonly Entry[] {
  if (property(service, 'InstanceConfiguration.InstanceRoleArn') === undefined) return [];
  const arn = access.spelling.arnOf(service);
  const carrier = access.accounts.flatMap(({ carriers }) => carriers).find((it) => it.arn === arn);
  const path = 'NetworkConfiguration.IngressConfiguration.IsPubliclyAccessible';
  const hidden = hiddenIn(service, path);
  const isPrivate = flag(property(service, path)) === false;
  const place = placeOf(service, path, property(service, path));
  const way: Way =
    hidden !== undefined
      ? { kind: 'unknown', reason: hidden }
      : isPrivate
        ? { kind: 'closed', step: { text: `${service.id} is reached from VPCs alone`, place } }
        : {
            kind: 'open',
            step: { text: `A request to the App Runner service ${service.id} is let in`, place },
          };
  return [entryOf(startAt(service), [way], roleOf(carrier?.role, access))];
}

function taskService(service: Resource, resources: Resources, access: AccessModel): Entry {
  const start = startAt(service);
  const named = propertyText(service, 'TaskDefinition');
  const definition = named === undefined ? undefined : resources.byKey.get(named);
  const unfollowed = `whether the internet reaches the tasks of ${service.id} is not modelled`;
  if (!definition) return { kind: 'unknown', start, reasons: [unfollowed] };
  const written = property(definition, 'TaskRoleArn');
  if (written === undefined) {
    const text = `${definition.id} gives its containers no role`;
    return { kind: 'closed', start, blockers: [{ text, place: placeOf(definition) }] };
  }
  const known = access.spelling.known(propertyText(definition, 'TaskRoleArn'));
  const role = known?.includes(':') ? known : `arn:aws:iam::${homeOf(service).account}:role/${known}`;
  return { kind: 'unknown', start, reasons: [unfollowed], role: roleOf(role, access) };
}

const taskPrincipal = 'ecs-tasks.amazonaws.com';

/** No recorded answer tells of tasks; that there are some is known from the roles that they may run with. */
function recordedTasks(resources: Resources, access: AccessModel): readonly Entry[] {
  return resources.ofType('AWS::IAM::Role').flatMap((resource): Entry[] => {
    const role =
      resource.stack === resource.environment ? roleOf(access.spelling.arnOf(resource), access) : undefined;
    if (!role || !mayAllow(role.trust, (name) => name.kind === 'service' && name.name === taskPrincipal))
      return [];
    const reason = `which tasks run with ${role.principal.arn}, and who reaches them, is not read from recorded accounts`;
    return [{ kind: 'unknown', start: startAt(resource), reasons: [reason], role }];
  });
}
