// Routes of API Gateway that lead to functions, and which of them ask nobody who they are.
// Source: API Gateway Developer Guide, "Control and manage access to REST APIs" and "Control access to HTTP APIs",
// https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html; of WebSocket APIs
// the route $connect alone authorises, https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-control-access.html

import { type Place, placeOf } from '../../model/place.ts';
import { hiddenIn, property, propertyText, type Resources, texts } from '../../model/resources.ts';
import type { Resource } from '../../read/closed-world.ts';
import { flag } from '../../read/cloudformation/value.ts';
import type { Spelling } from '../accounts/spelling.ts';
import { functionNamed } from './lambda-names.ts';

export interface ApiRoute {
  readonly api: string;
  readonly place: Place;
  /** Key of the function; undefined: it may be any. */
  readonly to: string | undefined;
  readonly asks: 'nobody' | 'everybody';
  /** Calls with a role of its own: then the function's policy need not name API Gateway. */
  readonly byOwnRole: boolean;
  /** Why it is not certain that the route is there and asks nobody. */
  readonly doubt: string | undefined;
}

/** Whose function a text means; see lambda-names.ts. */
type Named = (written: string | undefined) => Resource | 'hidden' | undefined;

export function apiRoutes(resources: Resources, spelling: Spelling): readonly ApiRoute[] {
  const named: Named = (written) => functionNamed(written, resources, spelling);
  return [
    ...described(resources),
    ...resources.ofType('AWS::ApiGateway::Method').flatMap((it) => ofMethod(it, resources, named)),
    ...resources.ofType('AWS::ApiGatewayV2::Route').flatMap((it) => ofRoute(it, resources, named)),
    ...resources.ofType('AWS::ApiGatewayV2::Api').flatMap((it) => quick(it, named)),
  ];
}

const described = (resources: Resources): readonly ApiRoute[] =>
  resources
    .ofType('AWS::ApiGateway::RestApi', 'AWS::ApiGatewayV2::Api')
    .filter((it) => property(it, 'Body') !== undefined || property(it, 'BodyS3Location') !== undefined)
    .map((it) => ({
      api: it.id,
      place: placeOf(it),
      to: undefined,
      asks: 'nobody',
      byOwnRole: false,
      doubt: `the routes of ${it.id} stand in a description of the API that is not read`,
    }));

function ofMethod(method: Resource, resources: Resources, named: Named): readonly ApiRoute[] {
  const api = ownerAt(method, 'RestApiId', resources);
  const uri = propertyText(method, 'Integration.Uri');
  const to = named(invoked(uri));
  if (uri !== undefined && to === undefined) return [];
  if (uri === undefined && hiddenIn(method, 'Integration') === undefined) return [];
  const isPrivate = api && texts(property(api, 'EndpointConfiguration.Types')).values.includes('PRIVATE');
  const limits = [
    hiddenIn(method, 'AuthorizationType', 'ApiKeyRequired', 'Integration'),
    api ? undefined : `the API of ${method.id} is not in the input`,
    api && property(api, 'Policy') !== undefined
      ? `whom the policy of ${api.id} lets in is not read`
      : undefined,
    flag(property(method, 'ApiKeyRequired')) === true
      ? `${method.id} asks for an API key, which AWS does not count as a sign-in`
      : undefined,
    hiddenTarget(method, to),
  ];
  return [
    {
      api: api?.id ?? '?',
      place: placeOf(method),
      to: keyOf(to),
      asks: isPrivate || signsIn(method) ? 'everybody' : 'nobody',
      byOwnRole: property(method, 'Integration.Credentials') !== undefined,
      doubt: limits.find((it) => it !== undefined),
    },
  ];
}

function ofRoute(it: Resource, resources: Resources, named: Named): readonly ApiRoute[] {
  const api = ownerAt(it, 'ApiId', resources);
  const target = propertyText(it, 'Target')?.replace(/^integrations\//, '');
  const integration = target === undefined ? undefined : resources.byKey.get(target);
  if (target !== undefined && integration === undefined) return [];
  const uri = integration && propertyText(integration, 'IntegrationUri');
  const to = named(invoked(uri));
  if (integration && uri !== undefined && to === undefined) return [];
  const hidden =
    hiddenIn(it, 'AuthorizationType', 'Target') ?? (integration && hiddenIn(integration, 'IntegrationUri'));
  if (uri === undefined && hidden === undefined) return [];
  const isWeb = api && propertyText(api, 'ProtocolType') === 'WEBSOCKET';
  const isDoor = (one: Resource) =>
    ownerAt(one, 'ApiId', resources) === api && propertyText(one, 'RouteKey') === '$connect';
  const door = isWeb ? resources.ofType('AWS::ApiGatewayV2::Route').find(isDoor) : it;
  const limits = [
    hidden,
    api ? undefined : `the API of ${it.id} is not in the input`,
    api && flag(property(api, 'DisableExecuteApiEndpoint')) === true
      ? `by which domain ${api.id} is reached is not read`
      : undefined,
    door && hiddenIn(door, 'AuthorizationType'),
    hiddenTarget(it, to),
  ];
  return [
    {
      api: api?.id ?? '?',
      place: placeOf(it),
      to: keyOf(to),
      asks: door !== undefined && signsIn(door) ? 'everybody' : 'nobody',
      byOwnRole: integration !== undefined && property(integration, 'CredentialsArn') !== undefined,
      doubt: limits.find((one) => one !== undefined),
    },
  ];
}

/** An API that is made with its target alone has one route, $default, which asks nobody. */
function quick(api: Resource, named: Named): readonly ApiRoute[] {
  const to = property(api, 'Target') === undefined ? undefined : named(propertyText(api, 'Target'));
  if (to === undefined) return [];
  return [
    {
      api: api.id,
      place: placeOf(api),
      to: keyOf(to),
      asks: 'nobody',
      byOwnRole: property(api, 'CredentialsArn') !== undefined,
      doubt: hiddenTarget(api, to),
    },
  ];
}

const ownerAt = (resource: Resource, path: string, resources: Resources): Resource | undefined =>
  resources.byKey.get(propertyText(resource, path) ?? '');

const keyOf = (to: Resource | 'hidden' | undefined): string | undefined =>
  to === 'hidden' ? undefined : to?.key;

const signsIn = (resource: Resource): boolean =>
  hiddenIn(resource, 'AuthorizationType') === undefined &&
  (propertyText(resource, 'AuthorizationType') ?? 'NONE') !== 'NONE';

const hiddenTarget = ({ id }: Resource, to: Resource | 'hidden' | undefined): string | undefined =>
  to === 'hidden' ? `where ${id} leads is known only at deployment` : undefined;

/** `arn:…:lambda:path/2015-03-31/functions/ARN/invocations` names the function in the middle. */
const invoked = (uri: string | undefined): string | undefined =>
  uri === undefined ? undefined : (/\/functions\/(.*)\/invocations$/.exec(uri)?.[1] ?? uri);
