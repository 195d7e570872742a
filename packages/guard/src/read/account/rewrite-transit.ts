// Recorded transit gateways in the words of CloudFormation. What a table holds is taken from its routes as AWS lists
// them; tables, associations and routes that nobody asked about are out of sight, never empty.

import type { Resource } from '../closed-world.ts';
import { at, items, mapValue, scalarValue, text, unknownValue, type Value } from '../cloudformation/value.ts';
import { made, type Rewrite, withMore } from './rewritten.ts';

/** Attachments of VPNs, Direct Connect gateways and the like; those of VPCs and peerings have answers of their own. */
export const transitAttachment = 'recorded transit attachment';

const ec2 = (name: string) => `AWS::EC2::${name}`;
const state = (item: Value): string => text(at(item, 'State')) ?? '';
/** While it is modified an attachment works on. */
const works = (item: Value): boolean => /^(available|modifying|rollingBack)$/.test(state(item));
const working = (item: Value) => ({ State: scalarValue('available', item.line) });

export const transitRewrites: Readonly<Record<string, Rewrite>> = {
  [ec2('TransitGateway')]: (gateway, id, type) => {
    // Which table is whose is told attachment by attachment.
    const off = scalarValue('disable', gateway.line);
    const more = {
      DefaultRouteTableAssociation: off,
      DefaultRouteTablePropagation: off,
      SecurityGroupReferencingSupport: at(gateway, 'Options.SecurityGroupReferencingSupport'),
    };
    return /^delet/.test(state(gateway)) ? [] : [made(type, id, gateway, withMore(gateway, more))];
  },
  [ec2('TransitGatewayVpcAttachment')]: (attachment, id, type) =>
    works(attachment) ? [made(type, id, attachment, withMore(attachment, working(attachment)))] : [],
  [ec2('TransitGatewayPeeringAttachment')]: (attachment, id, type) =>
    works(attachment)
      ? [
          made(type, id, attachment, {
            ...withMore(attachment, working(attachment)),
            TransitGatewayId: at(attachment, 'RequesterTgwInfo.TransitGatewayId'),
            PeerTransitGatewayId: at(attachment, 'AccepterTgwInfo.TransitGatewayId'),
          }),
        ]
      : [],
  [transitAttachment]: (attachment, id, type) =>
    /^(vpc|peering)$/.test(text(at(attachment, 'ResourceType')) ?? '') || !works(attachment)
      ? []
      : [made(type, id, attachment, withMore(attachment, {}))],
  [ec2('TransitGatewayRouteTableAssociation')]: (association, id, type) =>
    /^(associated|disassociating)$/.test(state(association))
      ? [made(type, id, association, withMore(association, {}))]
      : [],
  // What is propagated stands among the routes, beside what is static.
  [ec2('TransitGatewayRouteTablePropagation')]: () => [],
  [ec2('TransitGatewayRoute')]: (route, id, type) => {
    const attachments = items(at(route, 'TransitGatewayAttachments'));
    const to = attachments.map((it) => at(it, 'TransitGatewayAttachmentId'));
    if (/^delet/.test(state(route))) return [];
    return (to.length > 0 ? to : [undefined]).map((attachment) =>
      made(type, id, route, withMore(route, { TransitGatewayAttachmentId: attachment })),
    );
  },
};

/** What was not asked about a recorded transit gateway, as parts of it that nobody can read. */
export function unseenTransit(
  resources: readonly Resource[],
  files: ReadonlySet<string>,
): readonly Resource[] {
  const ofType = (name: string) => resources.filter(({ type }) => type === ec2(name));
  const asked = (owner: Resource, operation: string): Resource[] => {
    if (files.has(operation)) return [];
    const hidden = unknownValue(`no ${operation} is recorded`, owner.line);
    const properties = mapValue(new Map([['TransitGatewayRouteTableId', hidden]]), owner.line);
    return [{ ...owner, key: `${owner.key} ${operation}`, type: ec2('TransitGatewayRoute'), properties }];
  };
  return [
    ...ofType('TransitGateway').flatMap((it) => asked(it, 'ec2.describe-transit-gateway-route-tables')),
    ...ofType('TransitGatewayRouteTable').flatMap((it) => [
      ...asked(it, `ec2.get-transit-gateway-route-table-associations@${it.key}`),
      ...asked(it, `ec2.search-transit-gateway-routes@${it.key}`),
    ]),
  ];
}
