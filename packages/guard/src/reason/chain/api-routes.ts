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

export function apiRoutes(resources: Resources, spelling: Spelling): readonly ApiRoute[] {
  const named = (written: string | undefined) => functionNamed(written, resources, spelling);
  const owner = (resource: Resource, path: string) => {
    const key = propertyText(resource, path);
    return key === undefined ? undefined : resources.byKey.get(key);
  };

  const described = resources
    .ofType('AWS::ApiGateway::RestApi', 'AWS::ApiGatewayV2::Api')
    .filter((it) => property(it, 'Body') !== undefined || property(it, 'BodyS3Location') !== undefined)
    .map((it) =>
      route(
        it,
        it.id,
        undefined,
        false,
        `the routes of ${it.id} stand in a description of the API that is not read`,
      ),
    );

  const methods = resources.ofType('AWS::ApiGateway::Method').flatMap((method): ApiRoute[] => {
    const api = owner(method, 'RestApiId');
    const uri = propertyText(method, 'Integration.Uri');
    const to = named(invoked(uri));
    if (uri !== undefined && to === undefined) return [];
    if (uri === undefined && hiddenIn(method, 'Integration') === undefined) return [];
    const isPrivate = api && texts(property(api, 'EndpointConfiguration.Types')).values.includes('PRIVATE');
    const limits = [
      ...(api ? [] : [`the API of ${method.id} is not in the input`]),
      ...(api && property(api, 'Policy') !== undefined
        ? [`whom the policy of ${api.id} lets in is not read`]
        : []),
      ...(flag(property(method, 'ApiKeyRequired')) === true
        ? [`${method.id} asks for an API key, which AWS does not count as a sign-in`]
        : []),
    ];
    const hidden = hiddenIn(method, 'AuthorizationType', 'ApiKeyRequired', 'Integration');
    return [
      route(
        method,
        api?.id ?? '?',
        to,
        isPrivate || signsIn(method),
        hidden ?? limits[0] ?? hiddenTarget(method, to),
        property(method, 'Integration.Credentials') !== undefined,
      ),
    ];
  });

  const routes = resources.ofType('AWS::ApiGatewayV2::Route').flatMap((it): ApiRoute[] => {
    const api = owner(it, 'ApiId');
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
    const door = isWeb
      ? resources
          .ofType('AWS::ApiGatewayV2::Route')
          .find((r) => owner(r, 'ApiId') === api && propertyText(r, 'RouteKey') === '$connect')
      : it;
    const limits = [
      ...(api ? [] : [`the API of ${it.id} is not in the input`]),
      ...(api && flag(property(api, 'DisableExecuteApiEndpoint')) === true
        ? [`by which domain ${api.id} is reached is not read`]
        : []),
      ...(door ? [hiddenIn(door, 'AuthorizationType')].flatMap((reason) => reason ?? []) : []),
    ];
    return [
      route(
        it,
        api?.id ?? '?',
        to,
        door !== undefined && signsIn(door),
        hidden ?? limits[0] ?? hiddenTarget(it, to),
        integration !== undefined && property(integration, 'CredentialsArn') !== undefined,
      ),
    ];
  });

  // An API that is made with its target alone has one route, $default, which asks nobody.
  const quick = resources.ofType('AWS::ApiGatewayV2::Api').flatMap((api): ApiRoute[] => {
    if (property(api, 'Target') === undefined) return [];
    const to = named(propertyText(api, 'Target'));
    const byOwnRole = property(api, 'CredentialsArn') !== undefined;
    return to === undefined ? [] : [route(api, api.id, to, false, hiddenTarget(api, to), byOwnRole)];
  });
  return [...described, ...methods, ...routes, ...quick];
}

const route = (
  at: Resource,
  api: string,
  to: Resource | 'hidden' | undefined,
  asks: boolean | undefined,
  doubt: string | undefined,
  byOwnRole = false,
): ApiRoute => ({
  api,
  place: placeOf(at),
  to: to === 'hidden' ? undefined : to?.key,
  asks: asks ? 'everybody' : 'nobody',
  doubt,
  byOwnRole,
});

const signsIn = (resource: Resource): boolean =>
  hiddenIn(resource, 'AuthorizationType') === undefined &&
  (propertyText(resource, 'AuthorizationType') ?? 'NONE') !== 'NONE';

const hiddenTarget = ({ id }: Resource, to: Resource | 'hidden' | undefined): string | undefined =>
  to === 'hidden' ? `where ${id} leads is known only at deployment` : undefined;

/** `arn:…:lambda:path/2015-03-31/functions/ARN/invocations` names the function in the middle. */
const invoked = (uri: string | undefined): string | undefined =>
  uri === undefined ? undefined : (/\/functions\/(.*)\/invocations$/.exec(uri)?.[1] ?? uri);
