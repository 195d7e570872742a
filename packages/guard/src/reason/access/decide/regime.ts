// Services that evaluate otherwise than the rest: role trust and KMS keys need their own policy to hand the decision
// to the account, resource control policies reach only some services, and not everybody can send every request.
// Source: KMS Developer Guide, "Key policies" and "Resource control policies"; Organizations User Guide, "Resource
// control policies"; STS API Reference, "AssumeRole"; KMS Developer Guide, "Allowing users in other accounts to use a KMS
// key"; SQS Developer Guide, "Limitations of Amazon SQS custom policies"; S3 API Reference, "PutBucketPolicy"; Lambda API
// Reference, "Invoke".

import type { Principal } from '../request/principal.ts';
import { maybe, type Truth } from '../truth.ts';

export interface Regime {
  /** The identity's policies count only where the resource's policy names the account. */
  readonly needsDelegation: boolean;
  /** The resource's policy, which would decide, was not given. */
  readonly missing: { readonly truth: Truth; readonly reason: string } | undefined;
  readonly resourceControlled: boolean;
  /** Kinds of principals from which AWS takes no such request, whatever policies say. */
  readonly refuses: readonly Principal['kind'][];
  /** AWS takes such a request from the account of the resource alone, whatever its policy grants to others. */
  readonly ownAccountOnly: boolean;
  /** No deny in the resource's policy holds for the root user of its account, so that nobody locks himself out. */
  readonly rootKeepsAccess: boolean;
}

const trustActions = [
  'sts:assumerole',
  'sts:assumerolewithsaml',
  'sts:assumerolewithwebidentity',
  'sts:tagsession',
  'sts:setsourceidentity',
];

/** What other accounts may do to a key; everything else of KMS they may not. */
const sharedKeyActions =
  /^kms:(decrypt|encrypt|derivesharedsecret|generate.*|reencrypt(from|to)|sign|verify|verifymac|creategrant|describekey|getkeyrotationstatus|getpublickey|listgrants|retiregrant|revokegrant)$/;
const bucketPolicyActions = /^s3:(get|put|delete)bucketpolicy$/;
const ownQueueActions =
  /^sqs:(addpermission|cancelmessagemovetask|createqueue|deletequeue|listmessagemovetasks|listqueues|listqueuetags|removepermission|setqueueattributes|startmessagemovetask|tagqueue|untagqueue)$/;

const isForOwnAccount = (name: string): boolean =>
  (name.startsWith('kms:') && !sharedKeyActions.test(name)) ||
  bucketPolicyActions.test(name) ||
  ownQueueActions.test(name);

/** `resources`: the resource, or the patterns asked about. */
export function regimeOf(
  action: string,
  resources: readonly string[],
  hasResourcePolicy: boolean,
  resourceControlledServices: ReadonlySet<string>,
): Regime {
  const name = action.toLowerCase();
  const service = name.slice(0, Math.max(0, name.indexOf(':')));
  const ownPolicy = ownPolicyOf(name, service, hasResourcePolicy || resources.some(mayBeKey));
  return {
    needsDelegation: ownPolicy !== undefined,
    missing:
      ownPolicy === undefined || hasResourcePolicy
        ? undefined
        : { truth: maybe, reason: `${ownPolicy} was not given` },
    // KMS says that a resource control policy does not reach this one action, even where it names all of them.
    resourceControlled: resourceControlledServices.has(service) && name !== 'kms:retiregrant',
    refuses: refusedBy(name, service),
    ownAccountOnly: isForOwnAccount(name),
    rootKeepsAccess: bucketPolicyActions.test(name),
  };
}

/** Services whose every request is signed. Others take unsigned ones, or nobody says that they do not. */
const signedServices = new Set(
  'backup codebuild dynamodb ec2 ecr events glacier glue iam kinesis kms logs secretsmanager ssm'.split(' '),
);

function refusedBy(action: string, service: string): Regime['refuses'] {
  if (action === 'sts:assumerole') return ['anonymous', 'root'];
  // Of Lambda only the URL of a function is called without a signature.
  const isSigned =
    signedServices.has(service) || (service === 'lambda' && action !== 'lambda:invokefunctionurl');
  return isSigned ? ['anonymous'] : [];
}

/** What the policy is called that must hand the decision to the account. */
function ownPolicyOf(action: string, service: string, reachesKey: boolean): string | undefined {
  if (trustActions.includes(action)) return 'the trust policy of the role';
  return service === 'kms' && reachesKey ? 'the key policy' : undefined;
}

const mayBeKey = (resource: string): boolean =>
  resource.includes(':key/') || (/.[*?]/.test(resource) && !resource.includes(':alias/'));

export const regimeKey = (regime: Regime): string =>
  `${regime.needsDelegation} ${regime.missing?.reason ?? ''} ${regime.resourceControlled} ${regime.refuses.join()} ${regime.ownAccountOnly} ${regime.rootKeepsAccess}`;
