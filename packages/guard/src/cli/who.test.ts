import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Ajv2020 from 'ajv/dist/2020.js';
import { afterAll, describe, expect, it } from 'vitest';
import { whoCommand } from './who.ts';

const folder = mkdtempSync(join(tmpdir(), 'guard-who-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

writeFileSync(
  join(folder, 'template.yaml'),
  `Parameters:
  Stage: { Type: String, AllowedValues: [dev, prod] }
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
Resources:
  Labels:
    Type: AWS::S3::Bucket
  Queue:
    Type: AWS::SQS::Queue
  Api:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: [{ Effect: Allow, Principal: { Service: ec2.amazonaws.com }, Action: 'sts:AssumeRole' }]
      Policies:
        - PolicyName: read
          PolicyDocument:
            Version: '2012-10-17'
            Statement:
              - Effect: Allow
                Action: s3:GetObject
                Resource: !Sub '\${Labels.Arn}/*'
                Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }
  Reader:
    Type: AWS::IAM::Role
    Condition: IsProd
    Properties:
      AssumeRolePolicyDocument:
        Statement: [{ Effect: Allow, Principal: { Service: ec2.amazonaws.com }, Action: 'sts:AssumeRole' }]
      ManagedPolicyArns: [arn:aws:iam::aws:policy/ReadOnlyAccess]
`,
);
const allows = (rest: object) => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...rest }] });
/** A bucket that takes requests by one endpoint alone, whose policy lets one action pass. */
const behindDoor = (passing: string) =>
  JSON.stringify(
    {
      Resources: {
        Net: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
        Labels: { Type: 'AWS::S3::Bucket' },
        Opened: {
          Type: 'AWS::S3::BucketPolicy',
          Properties: {
            Bucket: { Ref: 'Labels' },
            PolicyDocument: allows({
              Principal: '*',
              Action: ['s3:GetObject', 's3:PutObject'],
              Resource: '*',
              Condition: { StringEquals: { 'aws:SourceVpce': { Ref: 'Door' } } },
            }),
          },
        },
        Door: {
          Type: 'AWS::EC2::VPCEndpoint',
          Properties: {
            VpcId: { Ref: 'Net' },
            ServiceName: 'com.amazonaws.eu-west-1.s3',
            PolicyDocument: allows({ Principal: '*', Action: passing, Resource: '*' }),
          },
        },
        Api: {
          Type: 'AWS::IAM::Role',
          Properties: {
            AssumeRolePolicyDocument: allows({
              Principal: { Service: 'ec2.amazonaws.com' },
              Action: 'sts:AssumeRole',
            }),
            Policies: [
              { PolicyName: 'read', PolicyDocument: allows({ Action: 's3:GetObject', Resource: '*' }) },
            ],
          },
        },
      },
    },
    null,
    1,
  );
writeFileSync(join(folder, 'endpoint.json'), behindDoor('s3:PutObject'));
writeFileSync(join(folder, 'east.json'), behindDoor('s3:PutObject'));
writeFileSync(join(folder, 'west.json'), behindDoor('s3:GetObject'));
writeFileSync(join(folder, 'prod.json'), '{"Stage": "prod"}');
writeFileSync(join(folder, 'dev.json'), '{"Stage": "dev"}');

function run(...given: readonly string[]): { code: number; printed: string } {
  let printed = '';
  const print = (text: string) => {
    printed += text;
  };
  const code = whoCommand(given, {
    base: folder,
    packageRoot: folder,
    width: 100,
    colour: false,
    print,
    printError: print,
  });
  return { code, printed };
}

describe('guard who', () => {
  it('tells who can, under which condition, and the line of the statement that lets them', () => {
    const { code, printed } = run('s3:GetObject', 'Labels', 'template.yaml', '--parameters', 'dev.json');
    expect(printed).toContain('s3:GetObject on Labels  template.yaml:6\n  can      Api (arn:aws:iam::');
    expect(printed).toContain(
      'read, statement #1, allows it when Bool aws:multifactorauthpresent true  template.yaml:20',
    );
    expect(printed).toContain('with aws:multifactorauthpresent = true');
    expect(printed).toMatch(/cannot {3}0 declared principals, 2 kinds of strangers/);
    expect(code).toBe(0);
  });

  it('shows unknown as unknown, and ends with 2', () => {
    const { code, printed } = run('s3:GetObject', 'Labels', 'template.yaml', '--parameters', 'prod.json');
    expect(printed).toMatch(/unknown {2}Reader .*\n.*ReadOnlyAccess is not in the input/);
    expect(code).toBe(2);
  });

  it('answers in each world that the input leaves open', () => {
    const { printed } = run('s3:GetObject', 'Labels', 'template.yaml');
    expect(printed).toMatch(/when Stage=dev:.*when Stage=prod:.*Reader/s);
  });

  it('lists those who cannot, and what stops them', () => {
    const { printed } = run('sqs:SendMessage', 'Queue', 'template.yaml', '--all', '--parameters', 'dev.json');
    expect(printed).toMatch(/cannot {3}Api .*\n +not allowed by: its own policies/);
  });

  it('tells about one principal alone', () => {
    const { printed } = run(
      's3:GetObject',
      'Labels',
      'template.yaml',
      '--principal',
      'Api',
      '--parameters',
      'dev.json',
    );
    expect(printed).not.toContain('root user');
    expect(printed).toContain('can      Api');
  });

  it('asks by one endpoint, under its policy, and names an endpoint that nothing else goes round', () => {
    const words = (more: readonly string[]) => ['s3:GetObject', 'Labels', 'endpoint.json', ...more];
    expect(run(...words(['--all', '--through', 'Door'])).printed).toMatch(
      /s3:GetObject on Labels through Door .*\n.*cannot {3}Api .*\n +not allowed by: the policy of the endpoint/s,
    );
    expect(run(...words([])).printed).toMatch(/can {6}Api /);
    expect(run(...words(['--principal', 'anyone'])).printed).toMatch(/nobody can/);
    const open = run('s3:PutObject', 'Labels', 'endpoint.json', '--principal', 'anyone');
    expect(open.printed).toMatch(/through Door {2}endpoint\.json:\d+/);
    const json = JSON.parse(run(...words(['--through', 'Door', '--format', 'json'])).printed) as object;
    expect(json).toMatchObject({ through: 'Door' });
  });

  it('asks in every stack that has the id, or in the one that STACK.ID names, and tells which is which', () => {
    const asked = (resource: string, door: string) =>
      run('s3:GetObject', resource, 'east.json', 'west.json', '--all', '--through', door).printed;
    expect(asked('Labels', 'west.Door')).toMatch(
      /on east\.Labels through west\.Door {2}east\.json.*on west\.Labels through west\.Door {2}west\.json/s,
    );
    expect(asked('west.Labels', 'west.Door')).toMatch(/can {6}Api .*west\.json/);
    expect(asked('west.Labels', 'west.Door')).not.toContain('east.Labels');
    expect(asked('east.Labels', 'east.Door')).toMatch(
      /cannot {3}Api .*east\.json:\d+\n +not allowed by: the policy of the endpoint/,
    );
    expect(run('s3:GetObject', 'endpoint.Labels', 'endpoint.json').printed).toContain(
      's3:GetObject on Labels ',
    );
  });

  it('answers about an ARN and about a pattern as about the id', () => {
    for (const word of ['*', 'arn:aws:s3:::*'])
      expect(run('s3:GetObject', word, 'template.yaml', '--parameters', 'dev.json').printed).toContain(
        'can      Api',
      );
  });

  it('asks about * what AWS checks against no single resource', () => {
    const asked = run('s3:ListAllMyBuckets', '*', 'template.yaml', '--parameters', 'dev.json').printed;
    expect(asked).toMatch(/^s3:ListAllMyBuckets on \*\n {2}can {6}the root user/);
    const both = run('s3:List*', '*', 'template.yaml', '--parameters', 'dev.json').printed;
    expect(both).toMatch(/^s3:List\* on Labels .*^s3:List\* on \*$/ms);
  });

  it('writes JSON that its published schema accepts', () => {
    const path = fileURLToPath(new URL('../../schema/who.schema.json', import.meta.url));
    const ajv = new Ajv2020.default({ strict: true, strictRequired: false, allErrors: true });
    const validate = ajv.compile(JSON.parse(readFileSync(path, 'utf8')) as object);
    for (const word of ['Labels', '*', 'arn:aws:s3:::elsewhere/x']) {
      const { printed } = run('s3:*', word, 'template.yaml', '--format', 'json');
      const answer = JSON.parse(printed) as { worlds: object[] };
      validate(answer);
      expect(validate.errors).toBeNull();
      expect(printed).not.toContain('⟦');
      expect(validate({ ...answer, mood: 'good' })).toBe(false);
    }
  });

  it.each<[readonly string[], string | RegExp]>([
    [['s3:GetObject'], 'expected ACTION RESOURCE PATH…; given: s3:GetObject'],
    [['s3:GetObject', 'Labels'], 'expected ACTION RESOURCE PATH…'],
    [['GetObject', 'Labels', 'template.yaml'], 'given the action GetObject; allowed: service:Action'],
    [['s3:GetObjekt', 'Labels', 'template.yaml'], 'AWS publishes no action s3:GetObjekt'],
    [['s3:GetObjekt', 'Labels', 'template.yaml'], 'nearest: s3:GetObject'],
    [['s33:GetObject', 'Labels', 'template.yaml'], 'nearest: s3'],
    [
      ['s3:GetObject', 'Label', 'template.yaml'],
      'nothing is called Label; allowed: *, an ARN, or one of: Labels',
    ],
    [
      ['s3:GetObject', 'Queue', 'template.yaml'],
      'Queue is of type AWS::SQS::Queue, to which that is not done',
    ],
    [
      ['s3:ListAllMyBuckets', 'Labels', 'template.yaml'],
      'AWS checks s3:ListAllMyBuckets against no single resource; given: Labels; allowed: *',
    ],
    [['s3:GetObject', 'prod.json', 'template.yaml'], 'given the file prod.json where RESOURCE stands'],
    [
      ['s3:GetObject', 'Labels', 'endpoint.json', '--through', 'Gate'],
      'no VPC endpoint is called Gate; allowed: Door',
    ],
    [
      ['s3:GetObject', 'Labels', 'east.json', 'west.json', '--through', 'Door'],
      'Door is what 2 VPC endpoints are called; allowed: one of them, as STACK.ID: east.Door, west.Door',
    ],
    [
      ['s3:GetObject', 'Labels', 'east.json', 'west.json', '--through', 'Gate'],
      /called Gate; allowed: Door, as STACK.ID where several stacks have one: east, west$/,
    ],
    [
      ['iam:GetRole', 'Api', 'endpoint.json', '--through', 'Door'],
      'Door leads to s3; iam:GetRole does not go through it',
    ],
    [['s3:GetObject', 'Labels', 'missing.yaml'], 'missing.yaml: no such file'],
    [['s3:GetObject', 'Labels', 'template.yaml', '--format', 'xml'], 'takes text or json; given: xml'],
    [['s3:GetObject', 'Labels', 'template.yaml', '--strict'], 'unknown option --strict'],
    [['s3:GetObject', 'Labels', '--account', 'nowhere'], 'nowhere: no such folder'],
  ])('refuses %j with a sentence', (words, message) => {
    expect(() => run(...words)).toThrow(message);
  });
});
