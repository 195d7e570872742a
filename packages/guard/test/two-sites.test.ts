// The two inputs that matter: the site as it was running breaks what the deck promises, the site as designed keeps it.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { judgement } from '../src/index.ts';
import { exitCodeOf } from '../src/report/report.ts';

const base = fileURLToPath(new URL('../../..', import.meta.url));
const asBuilt = judgement({ paths: ['packages/guard/fixtures/as-built'], base });
const asDesigned = judgement({ paths: ['packages/cloud/golden/assembly'], base });
const template = readFileSync(`${base}/packages/guard/fixtures/as-built/template.yaml`, 'utf8').split('\n');

const verdictOf = ({ report }: typeof asBuilt, id: string) => {
  const verdict = report.verdicts.find(({ control }) => control === id);
  if (!verdict) throw new Error(`no verdict for ${id}`);
  return verdict;
};

/** The fact, the control that finds it, and what stands on the line that the report names. */
const facts = [
  ['AB-01', 'no-public-ssh', /CidrIp: 0\.0\.0\.0\/0/, /tcp 203\.0\.113\.9:\d+ → 172\.31\.44\.223:22/],
  ['AB-02', 'no-public-http-to-host', /CidrIp: 0\.0\.0\.0\/0/, /→ 172\.31\.44\.223:80/],
  ['AB-03', 'no-public-https-past-load-balancer', /CidrIp: 0\.0\.0\.0\/0/, /→ 172\.31\.44\.223:443/],
  ['AB-04', 'subnets-are-tiered', /SubnetC:/, /public subnet/],
  ['AB-05', 'vpc-block-public-access-on', /DefaultVpc:/, /No AWS::EC2::VPCBlockPublicAccessOptions/],
  ['AB-06', 'dns-firewall-on', /DefaultVpc:/, /No AWS::Route53Resolver::FirewallRuleGroup is associated/],
  ['AB-07', 'flow-logs-on', /DefaultVpc:/, /No AWS::EC2::FlowLog is declared/],
  ['AB-08', 'hosts-behind-load-balancer', /DefaultVpc:/, /No AWS::ElasticLoadBalancingV2::LoadBalancer/],
  ['AB-09', 'hosts-scale-across-zones', /Backend:/, /one machine in one zone/],
  ['AB-10', 'no-key-pair', /KeyName/, /key pair/],
  [
    'AB-11',
    'front-bucket-private',
    /WebsiteConfiguration:/,
    /GET http:\/\/cool-delivery-frontend\.s3-website/,
  ],
  ['AB-12', 'distribution-reaches-api', /DefaultVpc:/, /No AWS::CloudFront::Distribution/],
  ['AB-13', 'no-password-alone', /LoginProfile:/, /ConsoleUser signs in .* with a password alone/],
  ['AB-19', 'environments-in-own-accounts', /DefaultVpc:/, /dev, qa and prod are not told apart/],
  ['AB-20', 'environment-tag-present', /DefaultVpc:/, /no Environment tag/],
  ['AB-21', 'imds-v2-required', /HttpTokens: optional/, /169\.254\.169\.254/],
] as const;

describe('the site as built', () => {
  it.each(facts)('%s is found by %s, with its line and a witness', (_fact, control, line, witness) => {
    const verdict = verdictOf(asBuilt, control);
    expect(verdict.verdict).toBe('refuted');
    const [place] = verdict.resources;
    expect(template[(place?.line ?? 0) - 1]).toMatch(line);
    expect(verdict.witness?.summary).toMatch(witness);
  });

  it('each open port is found on the line of its own rule', () => {
    const ports = {
      'no-public-ssh': 22,
      'no-public-http-to-host': 80,
      'no-public-https-past-load-balancer': 443,
    };
    for (const [control, port] of Object.entries(ports)) {
      const line = verdictOf(asBuilt, control).resources[0]?.line ?? 0;
      expect(template[line - 2]).toContain(`ToPort: ${port}`);
    }
  });

  it('breaks the promises that the deck makes', () => {
    const broken = asBuilt.report.promises.filter(({ state }) => state === 'broken').map(({ id }) => id);
    expect(broken).toEqual(
      expect.arrayContaining(['NET-PRIVATE', 'SVC-ALB', 'BP-SUBNET', 'BP-NOPUBLIC', 'FRONT', 'BP-TAGS']),
    );
    expect(exitCodeOf(asBuilt.report, false)).toBe(1);
  });
});

describe('the site as designed', () => {
  it.each(facts.map(([fact, control]) => [fact, control] as const))(
    '%s is gone: %s is proved',
    (_fact, control) => {
      const verdict = verdictOf(asDesigned, control);
      expect(verdict.verdict, verdict.witness?.summary ?? verdict.reason ?? '').toBe('proved');
    },
  );

  it('judges all three environments', () => {
    // An environment is an account; its edge parts stand in a second region.
    const accounts = asDesigned.sources.map(({ environment }) => environment?.split('/')[2]);
    expect(new Set(accounts).size).toBe(3);
    expect(verdictOf(asDesigned, 'no-public-ssh').resources.length).toBe(3);
  });

  it('keeps promises as a whole only where nothing is left to later', () => {
    const states = new Map(asDesigned.report.promises.map(({ id, state }) => [id, state]));
    expect(states.get('NET-PRIVATE')).toBe('kept');
    expect(states.get('BP-LEAST')).toBe('kept-as-far-as-judged');
    expect(states.get('BP-TRAIL')).toBe('not-judged');
    expect(exitCodeOf(asDesigned.report, true)).toBe(0);
  });

  it('carries a certificate for each "no path": boxes that are disjoint and cover the question', () => {
    const certificates = asDesigned.verdicts.flatMap(({ finding }) =>
      finding.verdict === 'proved' ? finding.certificates : [],
    );
    expect(certificates.length).toBeGreaterThan(20);
    const volume = (boxes: readonly (readonly { first: bigint; last: bigint }[])[]) =>
      boxes.reduce(
        (sum, box) => sum + box.reduce((product, { first, last }) => product * (last - first + 1n), 1n),
        0n,
      );
    for (const { question, stopped } of certificates) {
      expect(volume(stopped.flatMap(({ boxes }) => boxes))).toBe(volume(question));
    }
  });
});

describe('the published schema', () => {
  const schema = JSON.parse(
    readFileSync(fileURLToPath(new URL('../schema/report.schema.json', import.meta.url)), 'utf8'),
  ) as object;
  const ajv = new Ajv2020.default({ strict: true, allErrors: true, allowUnionTypes: true });
  addFormats.default(ajv);
  const validate = ajv.compile(schema);

  it.each([
    ['as built', asBuilt],
    ['as designed', asDesigned],
  ] as const)('accepts the report of the site %s', (_name, { report }) => {
    validate(JSON.parse(JSON.stringify(report)));
    expect(validate.errors).toBeNull();
  });

  it('refuses a report with a verdict that does not exist, or a field that nobody declared', () => {
    const report = JSON.parse(JSON.stringify(asBuilt.report)) as { verdicts: Record<string, unknown>[] };
    const [first, ...rest] = report.verdicts;
    expect(validate({ ...report, verdicts: [{ ...first, verdict: 'fine' }, ...rest] })).toBe(false);
    expect(validate({ ...report, verdicts: [{ ...first, mood: 'good' }, ...rest] })).toBe(false);
  });
});
