// The AWS commands that runbooks tell people to type, compared with AWS's own description of its services, as the emulator's
// packages bring it: nobody finds out at night that a command has no such option.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** Commands that the CLI makes out of several calls, or that are about itself. */
const ofTheCli = ['sso login', 'cloudtrail validate-logs'];
const globalOptions = ['region', 'profile', 'query', 'output', 'cli-binary-format'];

interface Service {
  readonly operations: Readonly<Record<string, { readonly input?: { readonly shape: string } }>>;
  readonly shapes: Readonly<
    Record<
      string,
      { readonly members?: Readonly<Record<string, unknown>>; readonly required?: readonly string[] }
    >
  >;
}

export interface RunbookCommand {
  readonly page: string;
  readonly command: string;
}

/** Every line or span of a page that begins with `aws `. */
export function commandsIn(page: string, text: string): readonly RunbookCommand[] {
  const found = text.matchAll(/^\s*(aws [^\n`]+)$|`(aws [^`\n]+)`/gm);
  return [...found].map(([, line, span]) => ({ page, command: line ?? span ?? '' }));
}

/** What is wrong with a command, one sentence each. `packages` is where Python's packages lie. */
export function commandMistakes({ page, command }: RunbookCommand, packages: string): readonly string[] {
  const wrong = (sentence: string) => [`${page}: ${command}: ${sentence}`];
  const [, name = '', verb = '', rest = ''] = /^aws ([\w-]+) ([\w-]+)(.*)$/.exec(command) ?? [];
  if (ofTheCli.includes(`${name} ${verb}`)) return [];
  const service = readService(name === 's3api' ? 's3' : name, packages);
  if (service === undefined) return wrong(`there is no service ${name}`);
  const operation = Object.entries(service.operations).find(([id]) => plain(id) === plain(verb))?.[1];
  if (operation === undefined) return wrong(`${name} has no ${verb}`);
  const { members = {}, required = [] } = service.shapes[operation.input?.shape ?? ''] ?? {};
  const options = [...rest.replaceAll(/'[^']*'/g, 'TEXT').matchAll(/ --([\w-]+)/g)]
    .map(([, option = '']) => option)
    .filter((option) => !globalOptions.includes(option));
  const known = new Set(Object.keys(members).map(plain));
  const given = options.map((option) =>
    plain(known.has(plain(option)) ? option : option.replace(/^no-/, '')),
  );
  return [
    ...given
      .filter((option) => !known.has(option))
      .flatMap((option) => wrong(`${verb} has no option ${option}`)),
    ...required
      .filter((member) => !given.includes(plain(member)))
      .flatMap((member) => wrong(`${verb} needs ${member}`)),
  ];
}

const plain = (name: string) => name.replaceAll('-', '').toLowerCase();

function readService(name: string, packages: string): Service | undefined {
  const folder = join(packages, 'botocore', 'data', name);
  if (!existsSync(folder)) return undefined;
  const version = readdirSync(folder).sort().at(-1) ?? '';
  return JSON.parse(gunzipSync(readFileSync(join(folder, version, 'service-2.json.gz'))).toString());
}

/** Where the packages of the Python environment lie whose commands are in `bin`. */
export function packagesOf(bin: string): string {
  const library = join(bin, '..', 'lib');
  const python = readdirSync(library).find((folder) => /^python3\.\d+$/.test(folder)) ?? '';
  return join(library, python, 'site-packages');
}
