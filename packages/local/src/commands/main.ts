// The operator's commands. Usage mistakes are one sentence and exit 64 (EX_USAGE), nothing to work on is 65.

import { isAbsolute, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { keyNames } from '@cool/api/local';
import { adminInvite } from './admin-invite.ts';
import { auditVerify } from './audit-verify.ts';
import { backup } from './backup.ts';
import { NothingThere } from './database.ts';
import { keysRotate, retirable } from './keys-rotate.ts';
import { personErase } from './person-erase.ts';
import { restore } from './restore.ts';

const usage = `npm run audit:verify [-- --data DIR --anchor FILE --write-anchor FILE]
npm run admin:invite -- EMAIL [--data DIR]
npm run person:erase -- EMAIL [--data DIR]
npm run keys:rotate -- [NAME...] [--retire] [--data DIR]
npm run backup -- FILE [--data DIR]
npm run restore -- FILE --data DIR`;

class Usage extends Error {}

export async function command(
  args: readonly string[],
  checkout: { root: string; built: string },
): Promise<number> {
  try {
    return await run(args, checkout);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    if (error instanceof Usage) return 64;
    return error instanceof NothingThere ? 65 : 1;
  }
}

async function run(
  [name, ...rest]: readonly string[],
  { root, built }: { root: string; built: string },
): Promise<number> {
  const callerFolder = process.env['INIT_CWD'] ?? process.cwd();
  const path = (given: string | undefined) =>
    given === undefined || isAbsolute(given) ? given : resolve(callerFolder, given);
  const { values, positionals } = parsed(rest);
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const place = {
    data: path(values.data) ?? resolve(root, '.data'),
    built,
    mongodbUri: process.env['MONGODB_URI'] || undefined,
  };
  if (name === 'audit-verify') {
    if (positionals.length > 0) throw new Usage(`audit:verify takes no ${positionals[0]}.\n${usage}`);
    return auditVerify({ ...place, anchor: path(values.anchor), writeAnchor: path(values['write-anchor']) });
  }
  if (name === 'admin-invite' || name === 'person-erase') {
    const [email, ...more] = positionals;
    if (email === undefined || more.length > 0 || !/^[^@\s]+@[^@\s]+$/.test(email)) {
      throw new Usage(
        `${name.replace('-', ':')} takes one e-mail address, given: ${positionals.join(' ') || 'nothing'}.\n${usage}`,
      );
    }
    return name === 'admin-invite' ? adminInvite({ ...place, email }) : personErase({ ...place, email });
  }
  if (name === 'keys-rotate') {
    const retire = values.retire ?? false;
    const allowed = retire ? retirable : keyNames;
    const named = allowed.filter((known) => positionals.includes(known));
    if (named.length < positionals.length || (retire && named.length === 0)) {
      throw new Usage(
        `keys:rotate${retire ? ' --retire' : ''} takes names of keys, given: ${positionals.join(' ') || 'none'}; allowed: ${allowed.join(', ')}.\n${usage}`,
      );
    }
    return keysRotate({ ...place, names: named.length === 0 ? keyNames : named, retire });
  }
  if (name === 'backup' || name === 'restore') {
    const [given, ...more] = positionals;
    const file = path(given);
    if (file === undefined || more.length > 0) {
      throw new Usage(`${name} takes one file, given: ${positionals.join(' ') || 'nothing'}.\n${usage}`);
    }
    if (name === 'backup') return backup({ ...place, file });
    if (values.data === undefined) throw new Usage(`restore needs --data DIR, a new folder.\n${usage}`);
    if (place.mongodbUri !== undefined) {
      throw new Usage('restore fills a data folder, and MONGODB_URI names a server. Unset MONGODB_URI.');
    }
    return restore({ ...place, file });
  }
  throw new Usage(
    `${name ?? 'Nothing'} is not a command; allowed: audit-verify, admin-invite, person-erase, keys-rotate, backup, restore.\n${usage}`,
  );
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        data: { type: 'string' },
        anchor: { type: 'string' },
        'write-anchor': { type: 'string' },
        retire: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    // Node's own sentence names what was given; its advice about positional arguments would lead astray.
    const [given = ''] = (error instanceof Error ? error.message : String(error)).split('. ');
    throw new Usage(`${given}; allowed:\n${usage}`);
  }
}
