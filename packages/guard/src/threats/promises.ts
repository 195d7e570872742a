// Every promise of the deck. `later` says what this engine does not judge yet: such a promise is never called kept,
// only kept as far as judged, and a promise without any control is listed as not judged with that sentence.

interface Promised {
  readonly title: string;
  readonly later?: string;
}

export const promises = {
  SCALE: {
    title: 'Scalable, flexible, pay per use',
    later: 'budgets and scaling policies are not judged yet',
  },
  AUTO: {
    title: 'Automation instead of manual operations',
    later: 'judged from the pipeline, not from templates',
  },
  MODELS: { title: 'Cloud and service models, and who answers for what', later: 'a table of documentation' },
  MOVE: { title: 'From on-premises to cloud', later: 'judged by the migration trial' },
  ENV3: {
    title: 'Three environments kept separate',
    later: 'roles and keys across environments are not judged yet',
  },
  FRONT: { title: 'Front end, static, on S3, read by CloudFront alone' },
  API: { title: 'API on EC2 behind the load balancer' },
  DB: {
    title: 'MongoDB-compatible database in the secured tier',
    later: 'TLS, encryption, audit and backup are not judged yet',
  },
  STRIDE: {
    title: 'A threat model whose threats name their controls',
    later: 'held by the laws over the control set, not by a template',
  },
  'T-SPOOF': {
    title: 'Threat: spoofing',
    later: 'the second factor in the application is judged from a running platform',
  },
  'T-INJ': { title: 'Threat: injection', later: 'firewall rules and the API are attacked in trials' },
  'T-MISCONF': { title: 'Threat: misconfiguration', later: 'drift against a live account is not judged yet' },
  'T-DDOS': { title: 'Threat: denial of service', later: 'rate rules of the firewall are not judged yet' },
  'T-VULN': { title: 'Threat: exploitation of vulnerabilities', later: 'the host tree is not judged yet' },
  'T-INSIDER': {
    title: 'Threat: insiders',
    later: 'who may erase logs and backups is not judged yet',
  },
  RECOVER: {
    title: 'Recovery within an hour, five minutes of loss at most',
    later: 'judged by the restore drill',
  },
  'NET-PUBLIC': {
    title: 'Public tier: one public door',
    later: 'the firewall in front of the door is not judged yet',
  },
  'NET-PRIVATE': {
    title: 'Private tier: hosts without a public address, reached from the load balancer alone',
  },
  'NET-SECURED': {
    title: 'Secured tier: logs leave the environment',
    later: 'log stores are not judged yet',
  },
  'SVC-EC2': { title: 'EC2 for compute', later: 'images and patching are not judged yet' },
  'SVC-S3': { title: 'S3 for static hosting', later: 'encryption and versioning are not judged yet' },
  'SVC-CLOUDFRONT': {
    title: 'CloudFront as the content network',
    later: 'caching and protocol settings are not judged yet',
  },
  'SVC-ALB': {
    title: 'Load balancer for secure routing',
    later: 'protocol settings of the listener are not judged yet',
  },
  'SVC-IAM': {
    title: 'IAM for access control',
    later: 'control policies of the organisation are not judged yet',
  },
  'SVC-CLOUDWATCH': {
    title: 'CloudWatch for logs and monitoring',
    later: 'log groups and alarms are not judged yet',
  },
  'SVC-CLOUDTRAIL': { title: 'CloudTrail for auditing', later: 'trails are not judged yet' },
  'SVC-VPC': { title: 'VPC for segmentation' },
  'HOST-AUDITD': { title: 'auditd on the host', later: 'the host tree is not judged yet' },
  'HOST-FAIL2BAN': { title: 'fail2ban on the host', later: 'the host tree is not judged yet' },
  'HOST-FIREWALLD': { title: 'firewalld on the host', later: 'the host tree is not judged yet' },
  'HOST-CHRONYD': { title: 'chronyd on the host', later: 'the host tree is not judged yet' },
  'HOST-RSYSLOG': { title: 'rsyslog on the host', later: 'the host tree is not judged yet' },
  'HOST-SSM': {
    title: 'Session Manager instead of SSH',
    later: 'the agent is judged from the host tree, which is not read yet',
  },
  MONITOR: { title: 'Monitoring and alerting', later: 'alarms are not judged yet' },
  'BP-LEAST': {
    title: 'Least-privilege access',
    later: 'rights that are given and never used are not judged yet',
  },
  'BP-MFA': {
    title: 'A second factor for all users',
    later: 'the sign-in of Identity Center is attested, and judged from the trail',
  },
  'BP-SUBNET': { title: 'Subnet isolation, public and private' },
  'BP-LOGS': { title: 'Centralised logging', later: 'logs of hosts, edge and database are not judged yet' },
  'BP-TRAIL': { title: 'Full audit trail', later: 'trails are not judged yet' },
  'BP-TAGS': {
    title: 'Environment tagging enforced',
    later: 'the refusal of untagged creation is not judged yet',
  },
  'BP-NOPUBLIC': {
    title: 'Public access disabled by default',
    later: 'account-level and organisation-level blocks are not judged yet',
  },
} as const satisfies Record<string, Promised>;

export type PromiseId = keyof typeof promises;

export const promiseIds = Object.keys(promises) as PromiseId[];

/** What of a promise is not judged yet; undefined when the controls judge all of it. */
export function judgedLater(id: PromiseId): string | undefined {
  const promised: Promised = promises[id];
  return promised.later;
}
