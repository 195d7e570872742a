// Policies that are small to write and much to speak of: what is said about each stays short, and so does the asking.

const role = (PolicyName: string, Statement: unknown) => ({
  Resources: {
    It: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {
          Statement: [
            { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
          ],
        },
        Policies: [{ PolicyName, PolicyDocument: { Statement } }],
      },
    },
  },
});

const hidden = (count: number) => Array.from({ length: count }, (_, index) => ({ Ref: `Not${index}` }));
const long = 'x'.repeat(400_000);
const allow = { Effect: 'Allow', Action: '*', Resource: '*' };

export const hostilePolicies: Readonly<Record<string, () => object>> = {
  'a statement of a hundred thousand elements that no statement has': () =>
    role('p', Object.fromEntries(hidden(100_000).map(({ Ref }) => [Ref, 1]))),
  'a hundred thousand hidden statements': () => role('p', hidden(100_000)),
  'as many hidden statements as are read': () => role('p', hidden(1000)),
  'a hundred thousand hidden resources': () => role('p', { ...allow, Resource: hidden(100_000) }),
  'as many hidden resources as are read': () => role('p', { ...allow, Resource: hidden(10_000) }),
  'a hundred thousand actions that are no texts': () =>
    role('p', { ...allow, Action: hidden(100_000).map(() => null) }),
  'a long name of a policy that is hidden': () => role(long, { Ref: 'Not' }),
  'a long name of what hides it': () => role('p', { Ref: long }),
  'a long name of a statement': () => role('p', { ...allow, Sid: long, Resource: { Ref: 'Not' } }),
};
