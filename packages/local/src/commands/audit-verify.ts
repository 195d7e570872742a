// `npm run audit:verify`: judges the whole audit chain and says what that proves and what it cannot.
// Exit codes: 0 intact, 1 broken, 65 nothing there to judge.

import { existsSync, readFileSync } from 'node:fs';
import { type AuditVerdict, type AuditWish as ChecksWish, parseKeys, verifyAudit } from '@cool/api/local';
import { dataFolder } from '../data-folder.ts';
import { type Anchor, anchorBreach, readAnyAnchor, writeAnchor } from './anchor.ts';
import { type Opened, type Place, withDatabase } from './database.ts';

type AuditKeys = ChecksWish['keys'];

export type AuditWish = Place & {
  readonly anchor: string | undefined;
  readonly writeAnchor: string | undefined;
};

export async function auditVerify(wish: AuditWish): Promise<number> {
  const path = wish.anchor ?? ownAnchor(wish);
  const read = path === null ? null : readAnyAnchor(path);
  if (read !== null && !read.ok) {
    console.log(`BROKEN: ${read.what}`);
    return 1;
  }
  const anchor = read?.anchor ?? null;
  const keys = keysOf(wish);
  return withDatabase(wish, async ({ db }) => {
    const verdict = await verifyAudit(db, {
      keys,
      onProgress: ({ stage, done }) => console.log(`checked ${done} (${stage}) …`),
    });
    if (!verdict.ok) {
      const where = verdict.seq === null ? '' : ` at record ${verdict.seq}`;
      console.log(`BROKEN${where}: ${verdict.what}`);
      return 1;
    }
    const { head, records, orders, people, pending } = verdict;
    if (records === 0 && orders === 0 && !people) {
      console.log('Nothing has happened yet, so there is nothing to verify.');
      return 65;
    }
    if (anchor !== null) {
      const breach = anchorBreach(anchor, head, await hashAt(db, anchor.seq));
      if (breach !== null) {
        console.log(`BROKEN: ${breach}`);
        return 1;
      }
    }
    console.log(
      `intact: ${records} records, ${orders} orders, ${people ?? 'no'} people, head ${head.seq} ${head.hash}`,
    );
    if (pending > 0) console.log(`${pending} events are acknowledged and on their way into the chain.`);
    if (wish.writeAnchor !== undefined) {
      writeAnchor(wish.writeAnchor, head);
      console.log(
        `Anchor written to ${wish.writeAnchor}. Keep it where nobody who can change this database can.`,
      );
    }
    console.log(whatThisShows(anchor, wish.anchor === undefined, verdict));
    return 0;
  });
}

/** The signer's file of this data folder: outside the database, and within reach of whoever can write the folder. */
function ownAnchor({ data, mongodbUri }: Place): string | null {
  const path = dataFolder(data).anchors;
  return mongodbUri === undefined && existsSync(path) ? path : null;
}

/** The keys of the data folder; without them (another machine's database) less can be judged, and that is said. */
function keysOf({ data, mongodbUri }: Place): AuditKeys {
  const path = dataFolder(data).keys;
  if (mongodbUri !== undefined || !existsSync(path)) return undefined;
  const read = parseKeys(readFileSync(path, 'utf8'));
  if (!read.ok) throw new Error(`${path}: ${read.sentence}`);
  return read.keys;
}

/** The chain was just verified, so the hash that stands in a record is the hash of that record. */
async function hashAt(db: Opened['db'], seq: number): Promise<string | null> {
  const record = await db.collection<{ seq: number; hash: string }>('audit').findOne({ seq });
  return record?.hash ?? null;
}

function whatThisShows(
  anchor: Anchor | null,
  isOwn: boolean,
  { orders, sealed, people, checkpoint }: Extract<AuditVerdict, { readonly ok: true }>,
): string {
  const detects =
    'Detects: a record changed, removed, added or put elsewhere; an order whose history is not the chain’s, or whose state, version, customer, courier or times are not its history’s.';
  const content =
    sealed === orders
      ? 'Also: addresses, recipient, parcel or view link of an order that are not what was placed.'
      : `Addresses, recipient and parcel of ${orders - sealed} of ${orders} orders were not judged: the keys are not here, or the orders are older than this check.`;
  const accounts =
    people === null
      ? 'People were not judged: this user of the database may not read them.'
      : 'Also: a person added, taken away, or whose role, disabling or e-mail address is not what was told.';
  const never =
    'Never judged: the name beside a courier’s id, notes, counted tries at a PIN, names, passwords and second factors.';
  const signed =
    checkpoint === null
      ? 'No checkpoint was signed yet.'
      : `Signed: the checkpoint of ${checkpoint.at} over record ${checkpoint.seq}, in the database.`;
  const cut =
    'somebody who rewrites orders, people and every later record with new hashes, or cuts the end off all of them';
  const anchored =
    anchor === null
      ? `Cannot detect without an outside anchor: ${cut}. Use --write-anchor FILE, keep the file elsewhere, and give it with --anchor FILE.`
      : `With the anchor also: ${cut}, at or before record ${anchor.seq}. Not covered: what came after it.`;
  const own =
    anchor !== null && isOwn
      ? 'This anchor lies in the data folder: it holds against whoever can change the database alone. Against whoever can write the folder too, keep a copy elsewhere and give it with --anchor FILE.'
      : '';
  return [detects, content, accounts, never, signed, anchored, own].filter((each) => each !== '').join('\n');
}
