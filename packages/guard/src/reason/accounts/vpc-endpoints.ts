// VPC endpoints and the policies that stand at them. Invariant: a policy bounds the requests that come by its endpoint
// and no others: the same principal may ask over the internet, or through an endpoint of another VPC.
// Source: AWS PrivateLink Guide, "Control access to VPC endpoints using endpoint policies",
// https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html

import { type Place, placeOf } from '../../model/place.ts';
import { hiddenIn, property, propertyText, type Resources, texts } from '../../model/resources.ts';
import type { Resource } from '../../read/closed-world.ts';
import { readPolicy } from '../access/policy/read-policy.ts';
import type { Policy } from '../access/policy/statement.ts';
import { homeOf } from './home.ts';
import { hiddenPolicy, policyOf } from './policy-values.ts';
import type { Spelling } from './spelling.ts';

export interface VpcEndpoint {
  readonly id: string;
  readonly key: string;
  readonly stack: string;
  readonly place: Place;
  readonly account: string;
  readonly kind: 'gateway' | 'interface';
  /** As `aws:SourceVpce` names it. */
  readonly name: string;
  /** As `aws:SourceVpc` names it; undefined when the input does not tell. */
  readonly vpc: string | undefined;
  /** Key of the VPC, as the network names it. */
  readonly vpcKey: string | undefined;
  /** Prefix of the actions that go through it; undefined: not told. */
  readonly service: string | undefined;
  readonly policies: readonly Policy[];
  /** Of a gateway endpoint: keys of the route tables that lead to it; undefined: not told. */
  readonly routeTables: readonly string[] | undefined;
}

export function vpcEndpointsIn(resources: Resources, spelling: Spelling): readonly VpcEndpoint[] {
  return resources.ofType('AWS::EC2::VPCEndpoint').flatMap((resource): VpcEndpoint[] => {
    const kind = kindOf(resource);
    const serviceName = propertyText(resource, 'ServiceName');
    // Behind somebody's own endpoint service there is nothing of AWS's.
    if (kind === undefined || serviceName?.includes('.vpce-svc-')) return [];
    const tables = texts(property(resource, 'RouteTableIds'));
    const vpcKey = propertyText(resource, 'VpcId');
    return [
      {
        id: resource.id,
        key: resource.key,
        stack: resource.stack,
        place: placeOf(resource),
        account: homeOf(resource).account,
        kind,
        name: spelling.nameOf(resource),
        vpc: spelling.known(vpcKey),
        vpcKey,
        service: serviceName === undefined ? undefined : prefixOf(serviceName),
        policies: policiesAt(resource, kind, spelling),
        routeTables: tables.uncertain === undefined ? tables.values : undefined,
      },
    ];
  });
}

/** Templates mean a gateway endpoint where they do not say. */
function kindOf(resource: Resource): VpcEndpoint['kind'] | undefined {
  const written = propertyText(resource, 'VpcEndpointType') ?? 'Gateway';
  return written === 'Gateway' ? 'gateway' : written === 'Interface' ? 'interface' : undefined;
}

/** Services whose endpoints are not called as their actions are. */
const prefixes: ReadonlyMap<string, string> = new Map(
  Object.entries({
    email: 'ses',
    'email-smtp': 'ses',
    'git-codecommit': 'codecommit',
    'guardduty-data': 'guardduty',
    'kinesis-firehose': 'firehose',
    'kinesis-streams': 'kinesis',
    monitoring: 'cloudwatch',
    'sync-states': 'states',
  }),
);

/** `com.amazonaws.eu-west-1.ecr.api` → `ecr`. */
function prefixOf(serviceName: string): string | undefined {
  const [, service] =
    /^(?:cn\.)?(?:com\.amazonaws|aws\.api)\.(?:⟦[^⟧]*⟧|[a-z]{2,3}(?:-[a-z]+)+-\d)\.([a-z0-9-]+)/.exec(
      serviceName,
    ) ?? [];
  return service === undefined ? undefined : (prefixes.get(service) ?? service.replace(/-fips$/, ''));
}

function policiesAt(endpoint: Resource, kind: VpcEndpoint['kind'], spelling: Spelling): readonly Policy[] {
  const hidden = hiddenIn(endpoint, 'VpcId', 'ServiceName', 'VpcEndpointType');
  const untold =
    spelling.known(propertyText(endpoint, 'VpcId')) === undefined ? 'its VPC is not known' : hidden;
  const doubts =
    untold === undefined ? [] : [hiddenPolicy(`what ${endpoint.id} is`, untold, placeOf(endpoint))];
  return [policyAt(endpoint, kind, spelling), ...doubts];
}

function policyAt(endpoint: Resource, kind: VpcEndpoint['kind'], spelling: Spelling): Policy {
  const isRecorded = endpoint.stack === endpoint.environment;
  const name = `policy of ${endpoint.id}`;
  // AWS attaches one that allows everything where none is written, and tells it to whoever asks.
  if (property(endpoint, 'PolicyDocument') === undefined && !isRecorded) return openPolicy(name, endpoint);
  const policy = policyOf({ name, kind: 'resource', resource: endpoint, path: 'PolicyDocument' }, spelling);
  return kind === 'gateway' ? { ...policy, statements: policy.statements.map(takesEveryone) } : policy;
}

/** The policy of a gateway endpoint has to name the principal `*`; what AWS makes of another is told for one form alone. */
function takesEveryone(statement: Policy['statements'][number]): Policy['statements'][number] {
  const { principals } = statement;
  const isAsTold =
    principals === undefined ||
    (!principals.negated && principals.principals.every(({ kind }) => kind === 'everyone'));
  if (isAsTold) return statement;
  const doubt = 'a gateway endpoint takes no other principal than *, and conditions on aws:PrincipalArn';
  return { ...statement, doubt: statement.doubt ?? doubt };
}

const openPolicy = (name: string, endpoint: Resource): Policy =>
  readPolicy({
    name,
    kind: 'resource',
    document: {
      Version: '2012-10-17',
      Statement: { Sid: 'default', Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' },
    },
    placeOf: () => placeOf(endpoint),
  });
