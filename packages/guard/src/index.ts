// The public door of the engine. Everything is synchronous and deterministic: the same templates give the same
// answers, and nothing but the given paths is read.
//   prove, judgement                        every control over templates and recorded accounts
//   readTemplates, readAccount, together    an input, for the questions below
//   reach, reachData, who                   one question about one world of an input
//   readPolicy, decide, canDo, whoCan, compare    policies alone, without an input

import { controls } from './controls/index.ts';
import { judge, type Verdict } from './judge.ts';
import { modelOf, unmodelledTypes } from './model/model.ts';
import { readAccount as readRecorded } from './read/account/read-account.ts';
import { withUniqueKeys } from './read/account/unique-keys.ts';
import { readWorlds } from './read/closed-world.ts';
import type { GivenParameters } from './read/cloudformation/stack.ts';
import { readSources, type TemplateSource } from './read/sources.ts';
import { UnreadableInput } from './read/unreadable.ts';
import { type Report, reportOf } from './report/report.ts';

export {
  type Input,
  type ReadOptions,
  readAccount,
  readTemplates,
  together,
  type World,
} from './questions/input.ts';
export { type ReachAnswer, type ReachAsked, reach } from './questions/reach.ts';
export { type ChainAnswer, reachData } from './questions/reach-data.ts';
export { Unanswerable } from './questions/unanswerable.ts';
export { type WhoAsked, who } from './questions/who.ts';
export type { GivenParameters } from './read/cloudformation/stack.ts';
export { UnreadableInput } from './read/unreadable.ts';
export type { World as AccessWorld } from './reason/access/index.ts';
export * from './reason/access/index.ts';
export type { PrincipalAnswer, WhoAnswer } from './reason/accounts/who.ts';
export type { Chain } from './reason/chain/chain.ts';
export type { PromiseState, Report, ReportPromise, ReportVerdict, VerdictName } from './report/report.ts';

export interface ProveOptions {
  /** Templates, folders of templates and CDK assemblies; together they form one closed world. */
  readonly paths: readonly string[];
  /** Folders with the recorded output of an account. */
  readonly accounts?: readonly string[];
  /** Values for parameters, by `Name` or `StackName.Name`. */
  readonly parameters?: GivenParameters;
  /** Date against which waivers are judged, `2026-11-22`. Nothing expires yet, so it changes nothing yet. */
  readonly asOf?: string;
  /** Ids of the controls to judge; all by default. */
  readonly only?: readonly string[];
  /** Folder that relative paths start from; the working directory by default. */
  readonly base?: string;
}

/** A report together with what it was made from, for readers who want the lines and the certificates. */
export interface Judgement {
  readonly report: Report;
  readonly verdicts: readonly Verdict[];
  readonly sources: readonly TemplateSource[];
}

/** Judges the templates; throws UnreadableInput when there is nothing that can be judged. */
export function prove(options: ProveOptions): Report {
  return judgement(options).report;
}

/** As `prove`, with the verdicts' certificates and the text of the templates. */
export function judgement(options: ProveOptions): Judgement {
  const base = options.base ?? process.cwd();
  const templates = readSources(options.paths, base);
  const accounts = (options.accounts ?? []).map((path) => readRecorded(path, base));
  const sources = [...templates, ...accounts.flatMap((account) => account.sources)];
  const declared = readWorlds(templates, options.parameters ?? {});
  const recorded = withUniqueKeys(accounts.flatMap(({ resources }) => resources));
  const input = { ...declared, unread: [...declared.unread, ...accounts.flatMap(({ unread }) => unread)] };
  const worlds = declared.worlds.map((world) => ({ ...world, resources: [...world.resources, ...recorded] }));
  const models = worlds.map(modelOf);
  const chosen = controls.filter(({ id }) => options.only === undefined || options.only.includes(id));
  const verdicts = chosen.map((control) => judge(control, models, input));
  if (verdicts.every(({ finding }) => finding.verdict === 'not-judged')) {
    const files = sources.map(({ file }) => file).join(', ');
    throw new UnreadableInput(
      `${files}: nothing there that any of the ${chosen.length} chosen controls judges`,
    );
  }
  const [world] = worlds;
  return { report: reportOf(verdicts, unmodelledTypes(world?.resources ?? [])), verdicts, sources };
}
