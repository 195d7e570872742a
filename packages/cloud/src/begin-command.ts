// How every command begins that needs the environments: help and mistakes are answered, the configuration is read.

import { resolve } from 'node:path';
import type { Environments } from './environments.ts';
import { loadEnvironments } from './load-environments.ts';
import { refuse, type Terminal } from './terminal.ts';

export type NotAsked = { readonly kind: 'help' } | { readonly kind: 'mistake'; readonly sentence: string };

export type Begun<Request> =
  /** Over already: 0 after help, 64 for a mistake of usage, 65 for an unusable configuration. */
  { readonly code: number } | { readonly request: Request; readonly environments: Environments };

/** `request` is what was asked for, with the file of `--config`; without one, the documented example is taken. */
export function begin<Request extends { readonly kind: string; readonly config: string | undefined }>(
  request: NotAsked | Request,
  usage: string,
  terminal: Terminal,
): Begun<Request> {
  if (isHelp(request)) {
    terminal.out(usage);
    return { code: 0 };
  }
  if (isMistake(request)) return { code: refuse(terminal, [request.sentence], 64) };
  const { config } = request;
  const loaded = loadEnvironments(config === undefined ? undefined : resolve(terminal.folder, config));
  return loaded.kind === 'mistakes'
    ? { code: refuse(terminal, loaded.sentences, 65) }
    : { request, environments: loaded.environments };
}

const isHelp = (given: { readonly kind: string }): given is { readonly kind: 'help' } =>
  given.kind === 'help';

const isMistake = (given: { readonly kind: string }): given is Extract<NotAsked, { kind: 'mistake' }> =>
  given.kind === 'mistake';
