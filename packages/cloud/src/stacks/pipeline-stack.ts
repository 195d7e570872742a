// What GitHub Actions may do in this account, and who may be GitHub Actions. Deployed by a person and not by the
// pipeline: see decision 0018.

import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { acknowledge, reasons } from '../constructs/acknowledge.ts';
import { acknowledgeOwnPolicy } from '../constructs/service-role.ts';
import {
  deployerRights,
  type PipelineSurroundings,
  readerRights,
  wildcardsIn,
} from '../delivery/pipeline-rights.ts';
import {
  audience,
  issuer,
  type PipelineRole,
  pipelineRoleName,
  pipelineRoles,
  trustConditions,
} from '../delivery/pipeline-trust.ts';
import type { Environment } from '../environments.ts';
import type { ArtefactsStack } from './artefacts-stack.ts';
import type { FrontStack } from './front-stack.ts';

export interface PipelineStackProps extends StackProps {
  readonly environment: Environment;
  readonly artefacts: ArtefactsStack;
  readonly front: FrontStack;
}

export class PipelineStack extends Stack {
  constructor(scope: Construct, id: string, props: PipelineStackProps) {
    super(scope, id, props);
    const { artefacts, environment, front } = props;
    const surroundings: PipelineSurroundings = {
      environment: environment.name,
      account: environment.account,
      region: environment.region,
      artefacts: { bucketArn: artefacts.bucketArn, keyArn: artefacts.key.arn },
      front: { bucketArn: front.bucketArn },
    };
    const provider = new iam.OidcProviderNative(this, 'GitHub', {
      url: `https://${issuer}`,
      clientIds: [audience],
    });
    const [reads, deploys] = [readerRights(surroundings), deployerRights(surroundings)];
    const ceiling = new iam.ManagedPolicy(this, 'Ceiling', {
      managedPolicyName: `cool-delivery-${environment.name}-pipeline-ceiling`,
      description: 'What a role of the pipeline may do at most, whatever is attached to it later',
      statements: [...reads, ...deploys].map((one) => new iam.PolicyStatement({ ...one, sid: undefined })),
    });
    acknowledgeWildcards(ceiling, wildcardsIn([...reads, ...deploys], surroundings));
    const rightsOf: Readonly<Record<PipelineRole, Rights>> = {
      'release-reader': { statements: reads, hours: 1 },
      deployer: { statements: deploys, hours: 2 }, // the first deployment makes a database
    };
    for (const name of pipelineRoles) {
      const { hours, statements } = rightsOf[name];
      const role = new iam.Role(this, `Role-${name}`, {
        roleName: pipelineRoleName(environment.name, name),
        description: `GitHub Actions in ${environment.name}: ${name}`,
        assumedBy: new iam.WebIdentityPrincipal(provider.oidcProviderArn, trustConditions(environment)),
        maxSessionDuration: Duration.hours(hours),
        permissionsBoundary: ceiling,
      });
      for (const statement of statements) role.addToPolicy(new iam.PolicyStatement(statement));
      acknowledgeOwnPolicy(role);
      acknowledgeWildcards(role, wildcardsIn(statements, surroundings));
    }
  }
}

interface Rights {
  readonly statements: readonly iam.PolicyStatementProps[];
  readonly hours: number;
}

function acknowledgeWildcards(policy: Construct, wildcards: readonly string[]): void {
  acknowledge(
    policy,
    ...wildcards.map((resource) => ({
      rule: `AwsSolutions-IAM5[Resource::${resource}]`,
      reason: reasons.namesMadeLater,
      owner: 'platform-team',
      expires: '2027-11-30',
    })),
  );
}
