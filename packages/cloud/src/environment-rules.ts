// What a table of environments must satisfy before anything is built from it. Every mistake is one sentence:
// what, given, allowed, what to do.

import Type from 'typebox';
import Value from 'typebox/value';
import { overlaps, parseCidr } from './addressing.ts';
import type { Environment } from './environments.ts';

const closed = { additionalProperties: false } as const;

const environmentSchema = Type.Object(
  {
    name: Type.Enum(['dev', 'qa', 'prod']),
    account: Type.String({ pattern: '^[0-9]{12}$' }),
    region: Type.Enum(['eu-west-1']), // zones and prefix lists of further regions go into region.ts
    cidr: Type.String({ pattern: '^[0-9.]+/16$' }),
    domain: Type.String({ pattern: '^[a-z0-9-]+(\\.[a-z0-9-]+)+$' }),
    owner: Type.String({ minLength: 1 }),
    fleet: Type.Object(
      {
        instanceType: Type.String({ pattern: '^[a-z0-9-]+\\.[a-z0-9]+$' }),
        min: Type.Integer({ minimum: 1 }),
        max: Type.Integer({ minimum: 1 }),
      },
      closed,
    ),
    database: Type.Union([
      Type.Object(
        {
          kind: Type.Literal('serverless'),
          instances: Type.Integer({ minimum: 1, maximum: 16 }),
          minUnits: Type.Number({ minimum: 0.5, maximum: 256 }),
          maxUnits: Type.Number({ minimum: 1, maximum: 256 }),
        },
        closed,
      ),
      Type.Object(
        {
          kind: Type.Literal('provisioned'),
          instances: Type.Integer({ minimum: 1, maximum: 16 }),
          instanceType: Type.String({ pattern: '^[a-z0-9]+\\.[a-z0-9]+$' }),
        },
        closed,
      ),
    ]),
    backupDays: Type.Integer({ minimum: 1, maximum: 35 }),
    logDays: Type.Enum([90, 180, 365, 400, 731]), // of the periods CloudWatch Logs knows, those an audit can use
    endpointZones: Type.Integer({ minimum: 1, maximum: 3 }),
    secondFactor: Type.Enum(['staff', 'all']),
  },
  closed,
);

/** The mistakes of the table, one sentence each; empty when it may be built. */
export function mistakesIn(table: Readonly<Record<string, Environment>>): readonly string[] {
  const shapes = Object.entries(table).flatMap(([key, environment]) => shapeMistakes(key, environment));
  if (shapes.length > 0) return shapes;
  const all = Object.values(table);
  return [
    ...Object.entries(table).flatMap(([key, environment]) => valueMistakes(key, environment)),
    ...all.flatMap((one, index) => all.slice(index + 1).flatMap((other) => pairMistakes(one, other))),
  ];
}

export function assertEnvironments(table: Readonly<Record<string, Environment>>): void {
  const mistakes = mistakesIn(table);
  if (mistakes.length > 0) throw new Error(mistakes.join('\n'));
}

function shapeMistakes(key: string, environment: Environment): readonly string[] {
  return Value.Errors(environmentSchema, environment).map((error) => {
    const field = `environments.${key}${error.instancePath.replaceAll('/', '.')}`;
    const given = JSON.stringify(Value.Pointer.Get(environment, error.instancePath));
    return `${field}: given ${given}, but it ${error.message} (${JSON.stringify(error.params)}); correct it in environments.ts.`;
  });
}

function valueMistakes(key: string, environment: Environment): readonly string[] {
  const { name, cidr, fleet, database } = environment;
  const at = `environments.${key}`;
  const mistakes: string[] = [];
  if (name !== key)
    mistakes.push(`${at}.name: given ${name}, allowed is the row's own key ${key}; rename one of the two.`);
  if (!isPrivate(cidr))
    mistakes.push(
      `${at}.cidr: given ${cidr}, allowed is a /16 block inside 10.0.0.0/8 (RFC 1918); choose another block.`,
    );
  if (fleet.max < fleet.min)
    mistakes.push(
      `${at}.fleet.max: given ${fleet.max}, allowed is ${fleet.min} (fleet.min) or more; raise it.`,
    );
  if (database.kind === 'serverless' && database.maxUnits < database.minUnits)
    mistakes.push(
      `${at}.database.maxUnits: given ${database.maxUnits}, allowed is ${database.minUnits} (minUnits) or more; raise it.`,
    );
  return mistakes;
}

function pairMistakes(one: Environment, other: Environment): readonly string[] {
  const mistakes: string[] = [];
  if (one.account === other.account)
    mistakes.push(
      `environments.${other.name}.account: given ${other.account}, which ${one.name} has; allowed is an account of its own; give ${other.name} another account.`,
    );
  if (one.domain === other.domain)
    mistakes.push(
      `environments.${other.name}.domain: given ${other.domain}, which ${one.name} has; allowed is a name of its own; give ${other.name} another domain.`,
    );
  const [a, b] = [parseCidr(one.cidr), parseCidr(other.cidr)];
  if (a !== undefined && b !== undefined && overlaps(a, b))
    mistakes.push(
      `environments.${other.name}.cidr: given ${other.cidr}, which overlaps ${one.cidr} of ${one.name}; allowed is a block no other environment uses; choose another block.`,
    );
  return mistakes;
}

function isPrivate(cidr: string): boolean {
  return parseCidr(cidr) !== undefined && cidr.startsWith('10.');
}
