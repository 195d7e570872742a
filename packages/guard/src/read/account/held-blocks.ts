// The blocks of addresses that a recorded VPC or subnet holds. Invariant: AWS lists a block for a while after it was
// taken away or could not be given, and such a block leads nowhere; whether one that comes or goes is there, the
// recording does not tell, so it is named as out of sight.
// Source: Amazon EC2 API, VpcCidrBlockState, SubnetCidrBlockState

import type { Resource } from '../closed-world.ts';
import { at, items, text, type Value } from '../cloudformation/value.ts';

type Family = 'CidrBlock' | 'Ipv6CidrBlock';

const stateOf = (association: Value, family: Family): string =>
  text(at(association, `${family}State.State`)) ?? 'associated';

export const heldBlocks = (holder: Value, family: Family): readonly Value[] =>
  items(at(holder, `${family}AssociationSet`))
    .filter((it) => !/^(disassociated|failed)$/.test(stateOf(it, family)))
    .flatMap((it) => at(it, family) ?? []);

/** One sentence for each block that was on its way when it was recorded. */
export const unsettledBlocks = (folder: string, resources: readonly Resource[]): readonly string[] =>
  resources
    .filter(({ type }) => /^AWS::EC2::(VPC|Subnet)$/.test(type))
    .flatMap(({ id, properties }) =>
      (['CidrBlock', 'Ipv6CidrBlock'] as const).flatMap((family) =>
        items(at(properties, `${family}AssociationSet`))
          .filter((it) => /ing$/.test(stateOf(it, family)))
          .map(
            (it) =>
              `${folder} records ${id} while ${text(at(it, family)) ?? 'a block'} was ${stateOf(it, family)}; record it again`,
          ),
      ),
    );
