// Policies with many `*x*` globs in one field, in the shapes in which they are hard: one letter or a word, in the
// resource or in a context key, all of them denied or allowed and denied in turn.

import { publishedActions } from '../actions/action-list.ts';
import { readPolicy } from '../policy/read-policy.ts';
import { type Budget, defaultBudget } from '../symbolic/budget.ts';
import type { Answer } from '../symbolic/can-do.ts';
import { canDo } from '../symbolic/can-do.ts';

type Json = Readonly<Record<string, unknown>>;

const account = '111122223333';
const bucket = 'arn:aws:s3:::parcels/';
const letters = 'abcdefghijklmnopqrstuvwxyz';
const words = [
  'north',
  'south',
  'east',
  'west',
  'urgent',
  'fragile',
  'return',
  'proof',
  'label',
  'route',
  'weight',
  'note',
];

/** One policy for each shape; at most twelve globs. */
export function globShapes(count: number): readonly Json[] {
  const parts = [[...letters].slice(0, count), words.slice(0, count)];
  return parts.flatMap((texts) => {
    const globs = texts.map((text) => `*${text}*`);
    const resource = (glob: string) => ({ Resource: bucket + glob });
    const key = (glob: string) => ({
      Resource: '*',
      Condition: { StringLike: { 's3:x-amz-content-sha256': glob } },
    });
    return [resource, key].flatMap((field) => {
      const statement = (Effect: string, glob: string) => ({
        Effect,
        Action: 's3:GetObject',
        ...field(glob),
      });
      return [
        // Everything but what holds none of them.
        [statement('Allow', '*'), ...globs.map((glob) => statement('Deny', glob))],
        // One is allowed, and one more is denied each time: nothing is left in the end.
        [...globs.map((glob) => statement('Allow', glob)), ...globs.map((glob) => statement('Deny', glob))],
        globs.map((glob, index) => statement(index % 2 === 0 ? 'Allow' : 'Deny', glob)),
      ].map((Statement) => ({ Version: '2012-10-17', Statement }));
    });
  });
}

/** Whether a user with this policy can read an object. */
export function canRead(document: Json, budget: Budget = defaultBudget): Answer {
  const organization = null;
  return canDo(
    {
      principal: {
        kind: 'user',
        account,
        organization,
        arn: `arn:aws:iam::${account}:user/a`,
        uniqueId: 'AIDAEXAMPLE',
        tags: {},
      },
      actions: ['s3:GetObject'],
      resources: [`${bucket}*`],
    },
    {
      policies: {
        identity: [readPolicy({ name: 'globs', kind: 'identity', document })],
        serviceControl: [],
        resourceControl: [],
      },
      resource: { account, organization },
    },
    publishedActions(),
    budget,
  );
}
