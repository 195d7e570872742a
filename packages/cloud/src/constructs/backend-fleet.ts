// The hosts: our own image over three zones, replaced rather than repaired. No key pair, no public address, metadata
// by token only and not beyond the host itself, an encrypted root.

import { type MetricName, metricNamespace } from '@cool/contract/telemetry';
import { Duration, Stack, Tags } from 'aws-cdk-lib';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Environment } from '../environments.ts';
import { acknowledge } from './acknowledge.ts';
import { PurposeKey } from './purpose-key.ts';
import { afterRights } from './service-role.ts';

export interface BackendFleetProps {
  readonly environment: Environment;
  readonly vpc: ec2.Vpc;
  readonly subnets: readonly ec2.ISubnet[];
  readonly group: ec2.ISecurityGroup;
  readonly role: iam.Role;
  readonly targetGroup: elb.ApplicationTargetGroup;
  /** Watched while hosts are replaced. */
  readonly releaseAlarms: readonly cloudwatch.Alarm[];
  /** What a host is told at its start. Anyone on the host can read it: no secrets, only where they lie. */
  readonly settings: Readonly<Record<string, string>>;
}

// Three fifths of what a process is measured to hold: the rest is for the hosts that are being replaced.
const streamsPerProcess = 3_000;

/** Percent of the hosts wanted that serve while some are replaced. */
const serving = { min: 100, max: 150 } as const;

/** Nothing that got onto a host stays longer, a credential it was started with included. */
export const maxLifetimeDays = 30;

export class BackendFleet extends Construct {
  readonly scalingGroup: autoscaling.AutoScalingGroup;

  constructor(scope: Construct, id: string, props: BackendFleetProps) {
    super(scope, id);
    const { environment } = props;
    const name = `cool-delivery-${environment.name}`;
    const { key, scalingRole } = this.makeDiskKey(environment.name);
    const lines = Object.entries(props.settings).map(([setting, value]) => `${setting}=${value}`);
    const launchTemplate = new ec2.LaunchTemplate(this, 'Template', {
      launchTemplateName: `${name}-api`,
      // The id of the image that was booted and attacked, written there by the release; none is built in AWS.
      machineImage: ec2.MachineImage.fromSsmParameter(`/cool-delivery/${environment.name}/image-id`),
      instanceType: new ec2.InstanceType(environment.fleet.instanceType),
      role: props.role,
      securityGroup: props.group,
      associatePublicIpAddress: false,
      requireImdsv2: true,
      httpPutResponseHopLimit: 1, // a container or a forwarded request on the host does not reach the credentials
      httpEndpoint: true,
      instanceMetadataTags: false,
      detailedMonitoring: true,
      disableApiTermination: false, // scale-in and instance refresh terminate: that is how a host is repaired
      blockDevices: [
        {
          deviceName: '/dev/xvda',
          volume: ec2.BlockDeviceVolume.ebs(16, {
            volumeType: ec2.EbsDeviceVolumeType.GP3,
            encrypted: true,
            kmsKey: key.handle,
            deleteOnTermination: true,
          }),
        },
      ],
      userData: ec2.UserData.custom(`${lines.join('\n')}\n`),
    });
    Tags.of(launchTemplate).add('Name', `${name}-api`);
    this.scalingGroup = new autoscaling.AutoScalingGroup(this, 'ScalingGroup', {
      autoScalingGroupName: `${name}-api`,
      vpc: props.vpc,
      vpcSubnets: { subnets: [...props.subnets] },
      launchTemplate,
      minCapacity: environment.fleet.min,
      maxCapacity: environment.fleet.max,
      healthChecks: autoscaling.HealthChecks.withAdditionalChecks({
        gracePeriod: Duration.seconds(120),
        additionalTypes: [autoscaling.AdditionalHealthCheckType.ELB],
      }),
      maxInstanceLifetime: Duration.days(maxLifetimeDays),
      // Whatever replaces a host, its age or its health too: a new one serves before an old one goes.
      minHealthyPercentage: serving.min,
      maxHealthyPercentage: serving.max,
      groupMetrics: [autoscaling.GroupMetrics.all()],
      updatePolicy: autoscaling.UpdatePolicy.instanceRefresh({
        strategy: autoscaling.InstanceRefreshStrategy.ROLLING,
        minHealthyPercentage: serving.min,
        maxHealthyPercentage: serving.max,
        instanceWarmup: Duration.seconds(120),
        bakeTime: Duration.minutes(5), // what fails under load does so soon after the last host
        alarms: [...props.releaseAlarms], // one of them in alarm: the refresh fails, and CloudFormation goes back
        scaleInProtectedInstances: autoscaling.ScaleInProtectedInstances.REFRESH,
        standbyInstances: autoscaling.StandbyInstances.TERMINATE,
      }),
    });
    afterRights(this.scalingGroup, props.role); // a host reads its secrets as it starts
    this.scalingGroup.attachToApplicationTargetGroup(props.targetGroup);
    this.scalingGroup.scaleOnCpuUtilization('Cpu', { targetUtilizationPercent: 50 });
    // A stream costs memory and no CPU: a fleet full of quiet streams looks idle to the policy above.
    this.scalingGroup.scaleToTrackMetric('Streams', {
      metric: new cloudwatch.Metric({
        namespace: metricNamespace,
        metricName: 'OpenStreams' satisfies MetricName,
        statistic: 'Average', // each process reports its own
        period: Duration.minutes(1),
      }),
      targetValue: streamsPerProcess,
    });
    const group = this.scalingGroup.node.defaultChild;
    if (group instanceof autoscaling.CfnAutoScalingGroup) group.serviceLinkedRoleArn = scalingRole;
    acknowledge(this.scalingGroup, {
      rule: 'AwsSolutions-AS3',
      reason: 'Notifications come with the alarms, which say what a person must do about them',
      owner: 'platform-team',
      expires: '2027-05-31',
    });
  }

  // Auto Scaling opens encrypted volumes through a service-linked role; with a customer key it must be named in the
  // key policy. A role with its own suffix makes that this fleet's role, not every fleet's of the account.
  private makeDiskKey(environmentName: string): { readonly key: PurposeKey; readonly scalingRole: string } {
    const { account } = Stack.of(this);
    const suffix = `CoolDelivery-${environmentName}`;
    const role = new iam.CfnServiceLinkedRole(this, 'ScalingRole', {
      awsServiceName: 'autoscaling.amazonaws.com',
      customSuffix: suffix,
      description: `Scales the API hosts of ${environmentName}`,
    });
    const roleArn = `arn:aws:iam::${account}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling_${suffix}`;
    const key = new PurposeKey(this, 'DiskKey', { environmentName, purpose: 'disks', usedThrough: ['ec2'] });
    key.allowServiceRole('AutoScaling', roleArn);
    key.node.addDependency(role);
    return { key, scalingRole: roleArn };
  }
}
