// The architecture of each environment, in the order of the drawing; arrows are the typed props. Pure: no look-up, no
// clock, no build output, so the same sources always give the same templates.

import { App, DefaultStackSynthesizer, Stage, Tags, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, NIST80053R5Checks } from 'cdk-nag';
import { type Environment, environments } from './environments.ts';
import flags from './flags.json' with { type: 'json' };
import { ApiStack } from './stacks/api-stack.ts';
import { ArtefactsStack } from './stacks/artefacts-stack.ts';
import { CdnLogsStack } from './stacks/cdn-logs-stack.ts';
import { CostsStack } from './stacks/costs-stack.ts';
import { DataStack } from './stacks/data-stack.ts';
import { DnsStack } from './stacks/dns-stack.ts';
import { EdgeStack } from './stacks/edge-stack.ts';
import { FrontStack } from './stacks/front-stack.ts';
import { LogsStack } from './stacks/logs-stack.ts';
import { MailStack } from './stacks/mail-stack.ts';
import { NetworkStack } from './stacks/network-stack.ts';
import { ObserveStack } from './stacks/observe-stack.ts';
import { PipelineStack } from './stacks/pipeline-stack.ts';

export interface BuildOptions {
  readonly environments?: readonly Environment[];
  /** Folder for the assembly; without it CDK takes a temporary one. */
  readonly outdir?: string;
}

export function build(options: BuildOptions = {}): App {
  const app = new App({
    ...(options.outdir === undefined ? {} : { outdir: options.outdir }),
    // Where each resource was written down is half the work of writing it, and names this machine's folders.
    context: { ...flags, 'aws:cdk:disable-creation-stack-traces': true },
    analyticsReporting: false,
    treeMetadata: false,
    stackTraces: false,
  });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new NIST80053R5Checks(app));
  for (const environment of options.environments ?? Object.values(environments))
    addEnvironment(app, environment);
  return app;
}

function addEnvironment(app: App, environment: Environment): void {
  const { account, name, owner, region } = environment;
  const stage = new Stage(app, name, { env: { account, region } });
  const common = () => ({
    environment,
    terminationProtection: true,
    // One for each stack: a shared one would publish every template it ever saw, into whichever account is last.
    synthesizer: new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }),
  });

  new CostsStack(stage, 'costs', common());
  const logs = new LogsStack(stage, 'logs', common());
  const network = new NetworkStack(stage, 'network', { ...common(), logsKey: logs.key });
  const logBucketName = logs.bucket.bucketName;
  const artefacts = new ArtefactsStack(stage, 'artefacts', { ...common(), logBucketName });
  const data = new DataStack(stage, 'data', {
    ...common(),
    network,
    artefacts,
    logsKey: logs.key,
    logBucketName,
  });
  const dns = new DnsStack(stage, 'dns', { ...common(), network, artefacts, data, logsKey: logs.key });
  const mail = new MailStack(stage, 'mail', common());
  const api = new ApiStack(stage, 'api', { ...common(), network, data, logs, artefacts, mail });
  api.addStackDependency(dns); // hosts start where names are filtered already
  const virginia = () => ({ ...common(), env: { account, region: 'us-east-1' } }); // where CloudFront's own parts live
  const edge = new EdgeStack(stage, 'edge', virginia());
  const front = new FrontStack(stage, 'front', { ...common(), network, api, edge, logs });
  new CdnLogsStack(stage, 'cdn-logs', { ...virginia(), edge, front });
  new ObserveStack(stage, 'observe', { ...common(), logs, api, edge });
  const pipeline = new PipelineStack(stage, 'pipeline', { ...common(), artefacts, front });
  pipeline.addStackDependency(front); // it imports a name of ours, which CDK does not see as a reference

  // Constant values only: a date or a version here would change every resource with every release.
  const excludeResourceTypes = ['AWS::CloudFront::VpcOrigin']; // its tags can never change: see front-stack.ts
  Tags.of(stage).add('Environment', name, { excludeResourceTypes });
  Tags.of(stage).add('Service', 'cool-delivery', { excludeResourceTypes });
  Tags.of(stage).add('Owner', owner, { excludeResourceTypes });
}
