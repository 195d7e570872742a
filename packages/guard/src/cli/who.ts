// `guard who ACTION RESOURCE PATH…`: which principals can do it, under which conditions, and which statements decide.

import { statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { modelOf } from '../model/model.ts';
import { identityGaps } from '../read/account/identity-gaps.ts';
import { readAccount } from '../read/account/read-account.ts';
import { readWorlds } from '../read/closed-world.ts';
import { readSources } from '../read/sources.ts';
import { publishedActions } from '../reason/access/actions/action-list.ts';
import { askedActions } from '../reason/access/symbolic/can-do.ts';
import { type AccessModel, accessModelOf } from '../reason/accounts/access-model.ts';
import { shownText } from '../reason/accounts/home.ts';
import { who } from '../reason/accounts/who.ts';
import { helpText, type OptionTable, readArguments, several, single } from './arguments.ts';
import { readParametersFile } from './parameters-file.ts';
import type { Surroundings } from './surroundings.ts';
import { UsageError } from './usage-error.ts';
import { type AnswersOfWorld, whoJson, whoText } from './who-report.ts';

const options: OptionTable = {
  account: { value: 'DIR', says: 'read the recorded output of an account as well; repeat it for several' },
  principal: { value: 'NAME', says: 'tell about principals whose name holds this text alone' },
  all: { value: null, says: 'list those who cannot, and what stops each' },
  parameters: { value: 'FILE', says: 'JSON with values for template parameters' },
  format: { value: 'NAME', says: 'text (default) or json' },
  help: { value: null, says: 'show this text' },
};

export const whoHelp = helpText(
  'guard who ACTION RESOURCE PATH…',
  'Which users, roles, services and strangers can do ACTION to RESOURCE. ACTION is a published action or a pattern over them, s3:GetObject or s3:Get*; RESOURCE is the id of something in the input, its ARN, a pattern over ARNs, or *.',
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
  const names = publishedNames(action);
  const file = single('who', parsed, 'parameters');
  const parameters = file === undefined ? {} : readParametersFile(file, surroundings.base);
  const wanted = several(parsed, 'principal');
  const declared = readWorlds(readSources(paths, surroundings.base), parameters);
  const accounts = folders.map((folder) => readAccount(folder, surroundings.base));
  const recorded = accounts.flatMap(({ resources }) => resources);
  const answered = declared.worlds.map((world): AnswersOfWorld => {
    const model = accessModelOf(
      modelOf({ ...world, resources: [...world.resources, ...recorded] }).resources,
    );
    const answers = who(names, resource, model, publishedActions());
    if (!answers) throw new UsageError(namesNothing(names, resource, model));
    return {
      world: world.name,
      answers: answers.map(({ target, principals }) => ({
        target,
        principals: principals.filter(
          ({ who: name }) => wanted?.some((text) => shownText(name).includes(text)) ?? true,
        ),
      })),
    };
  });
  const asked = {
    action,
    resource,
    answered,
    outOfSight: [
      ...(declared.undecided === undefined ? [] : [declared.undecided]),
      ...declared.unread,
      ...accounts.flatMap(identityGaps),
    ],
  };
  if (format === 'json') surroundings.print(`${JSON.stringify(whoJson(asked), null, 2)}\n`);
  else surroundings.print(whoText(asked, parsed.values.has('all')));
  const verdicts = answered.flatMap(({ answers }) => answers.flatMap(({ principals }) => principals));
  return asked.outOfSight.length > 0 || verdicts.some(({ verdict }) => verdict === 'unknown') ? 2 : 0;
}

const isFile = (word: string, { base }: Surroundings): boolean =>
  word !== '*' &&
  statSync(isAbsolute(word) ? word : join(base, word), { throwIfNoEntry: false }) !== undefined;

/** The published actions a word stands for; a mistyped one is refused, because nobody can do what does not exist. */
function publishedNames(action: string): readonly string[] {
  const actions = publishedActions();
  if (!/^(\*|[A-Za-z0-9-]+:\S+)$/.test(action))
    throw new UsageError(
      `guard who: given the action ${action}; allowed: service:Action, such as s3:GetObject, or a pattern, s3:Get*`,
    );
  const names = askedActions([action], actions).filter((name) => actions.numberOf(name) !== undefined);
  if (names.length > 0) return names;
  const service = action.slice(0, action.indexOf(':')).toLowerCase();
  const near = actions.services.includes(service)
    ? closest(action, askedActions([`${service}:*`], actions))
    : closest(service, actions.services);
  throw new UsageError(
    `guard who: AWS publishes no action ${action} (list ${actions.version}); ${near === undefined ? 'allowed: service:Action, such as s3:GetObject' : `nearest: ${near}`}`,
  );
}

function namesNothing(names: readonly string[], word: string, { guarded }: AccessModel): string {
  const services = new Set(names.map((name) => name.slice(0, name.indexOf(':')).toLowerCase()));
  const fitting = guarded.filter(({ arn }) => services.has(arn.split(':')[2] ?? ''));
  const ids = [...new Set(fitting.map(({ id }) => id))].slice(0, 12);
  const other = guarded.find(({ id }) => id === word);
  const given = other
    ? `${word} is of type ${other.type}, to which that is not done`
    : `nothing is called ${word}`;
  return `guard who: ${given}; allowed: *, an ARN, or one of: ${ids.join(', ') || `nothing of ${[...services].join(', ')} is declared`}`;
}

/** The candidate with the fewest edits, when that is few. */
function closest(word: string, candidates: readonly string[]): string | undefined {
  const ranked = candidates
    .map((candidate) => ({ candidate, edits: editsBetween(word.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits);
  const [best] = ranked;
  return best && best.edits <= 4 ? best.candidate : undefined;
}

function editsBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
