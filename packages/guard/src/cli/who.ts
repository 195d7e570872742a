// `guard who ACTION RESOURCE PATH…`: which principals can do it, under which conditions, and which statements decide.

import { statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { accessFor, readPermissions, readTemplates, together } from '../questions/input.ts';
import { who } from '../questions/who.ts';
import { shownText } from '../reason/accounts/home.ts';
import { helpText, type OptionTable, readArguments, several, single } from './arguments.ts';
import { asUsage } from './as-usage.ts';
import { readParametersFile } from './parameters-file.ts';
import type { Surroundings } from './surroundings.ts';
import { UsageError } from './usage-error.ts';
import { type AnswersOfWorld, nameOf, whoJson, whoText } from './who-report.ts';

const options: OptionTable = {
  account: { value: 'DIR', says: 'read the recorded output of an account as well; repeat it for several' },
  principal: { value: 'NAME', says: 'tell about principals whose name holds this text alone' },
  through: {
    value: 'ID',
    says: 'ask about requests that come by this one VPC endpoint, under its policy; STACK.ID where several stacks have the id',
  },
  all: { value: null, says: 'list those who cannot, and what stops each' },
  parameters: { value: 'FILE', says: 'JSON with values for template parameters' },
  format: { value: 'NAME', says: 'text (default) or json' },
  help: { value: null, says: 'show this text' },
};

export const whoHelp = helpText(
  'guard who ACTION RESOURCE PATH…',
  'Which users, roles, services and strangers can do ACTION to RESOURCE. ACTION is a published action or a pattern over them, s3:GetObject or s3:Get*; RESOURCE is the id of something in the input, its ARN, a pattern over ARNs, or *. An id that several stacks have is asked in each of them; STACK.ID asks in one.',
  options,
  'exit: 0 answered · 2 unknown remains · 64 usage · 65 unreadable',
);

export function whoCommand(given: readonly string[], surroundings: Surroundings): number {
  const parsed = readArguments('who', given, options);
  if (parsed.values.has('help')) {
    surroundings.print(whoHelp);
    return 0;
  }
  const [action, resource, ...paths] = parsed.words;
  const folders = parsed.values.get('account') ?? [];
  if (action === undefined || resource === undefined || paths.length + folders.length === 0) {
    throw new UsageError(
      `guard who: expected ACTION RESOURCE PATH…; given: ${parsed.words.join(' ') || 'nothing'}; example: guard who s3:GetObject FrontBucket template.yaml`,
    );
  }
  const format = single('who', parsed, 'format') ?? 'text';
  if (format !== 'text' && format !== 'json')
    throw new UsageError(`guard who: --format takes text or json; given: ${format}`);
  if (isFile(resource, surroundings))
    throw new UsageError(
      `guard who: given the file ${resource} where RESOURCE stands; allowed: an id, an ARN or *, quoted as '*', because the shell writes files for it`,
    );
  const file = single('who', parsed, 'parameters');
  const parameters = file === undefined ? {} : readParametersFile(file, surroundings.base);
  const wanted = several(parsed, 'principal');
  const through = single('who', parsed, 'through');
  const input = together([
    ...(paths.length > 0 ? [readTemplates(paths, { base: surroundings.base, parameters })] : []),
    ...folders.map((folder) => readPermissions(folder, { base: surroundings.base })),
  ]);
  const answered = input.worlds.map((world): AnswersOfWorld => {
    const answers = asUsage('who', () => who({ action, resource, through }, world));
    const isWanted = (name: string) => wanted?.some((text) => shownText(name).includes(text)) ?? true;
    return {
      world: world.name,
      answers: answers.map(({ target, principals }) => ({
        target,
        principals: principals.filter((it) => isWanted(nameOf(it))),
      })),
    };
  });
  const outOfSight = [
    ...input.outOfSight,
    ...new Set(input.worlds.flatMap((world) => accessFor(world).outOfSight)),
  ];
  const asked = { action, resource, through, answered, outOfSight };
  if (format === 'json') surroundings.print(`${JSON.stringify(whoJson(asked), null, 2)}\n`);
  else surroundings.print(whoText(asked, parsed.values.has('all')));
  const verdicts = answered.flatMap(({ answers }) => answers.flatMap(({ principals }) => principals));
  return asked.outOfSight.length > 0 || verdicts.some(({ verdict }) => verdict === 'unknown') ? 2 : 0;
}

const isFile = (word: string, { base }: Surroundings): boolean =>
  word !== '*' &&
  statSync(isAbsolute(word) ? word : join(base, word), { throwIfNoEntry: false }) !== undefined;
