// Every account against the chain, and the chain's people against the accounts.

import type { PersonEvent } from '@cool/contract/audit';
import { type Db, MongoServerError } from 'mongodb';
import { type Generation, generationsOf } from '#platform/keys.ts';
import { normalEmail, personalDigest, personKeysStore } from '../identity/index.ts';
import { auditStore } from './audit-store.ts';
import type { AuditFault, AuditProgress } from './audit-verdict.ts';
import { nothingTold } from './told-of-person.ts';
import type { SoundChain } from './verify-chain.ts';
import type { SealKeys } from './verify-fields.ts';
import { type JudgedPerson, judgePerson, unaccounted } from './verify-people.ts';

export interface JudgedPeople {
  readonly ok: true;
  /** Null when this user of the database may not read accounts: then none was judged, and that is said. */
  readonly judged: number | null;
  readonly pending: number;
}

const progressEvery = 1_000;

type Chain = Pick<SoundChain, 'head' | 'people'>;
type OnProgress = (progress: AuditProgress) => void;

export async function judgePeople(
  db: Db,
  chain: Chain,
  keys: SealKeys | undefined,
  onProgress: OnProgress,
): Promise<JudgedPeople | AuditFault> {
  try {
    return await judgeEach(db, chain, keys, onProgress);
  } catch (error) {
    // In AWS whoever verifies reads the chain and the orders, never passwords' hashes.
    if (error instanceof MongoServerError && error.code === unauthorized)
      return { ok: true, judged: null, pending: 0 };
    throw error;
  }
}

const unauthorized = 13;

async function judgeEach(
  db: Db,
  chain: Chain,
  keys: SealKeys | undefined,
  onProgress: OnProgress,
): Promise<JudgedPeople | AuditFault> {
  const audit = auditStore(db);
  const personKeys = personKeysStore(db);
  const unseen = new Set(chain.people.keys());
  let judged = 0;
  let pending = 0;
  for await (const person of db.collection<JudgedPerson>('users').find({}).sort({ _id: 1 })) {
    unseen.delete(person._id);
    const told = chain.people.get(person._id) ?? nothingTold;
    // Chained after the chain was read: then it is there now.
    const later = unaccounted(person, told) > 0 ? await audit.laterAbout(chain.head.seq, person._id) : [];
    const events = later.flatMap((record) =>
      record.subject.type === 'person' ? [record.event as PersonEvent] : [],
    );
    const key = keys === undefined ? null : await personKeys.of(person._id);
    const digests =
      keys === undefined || key === null
        ? null
        : generationsOf<Generation>(keys).map((each) =>
            personalDigest(each, key, 'email', normalEmail(person.email)),
          );
    const { wrong, waiting } = judgePerson(person, told, events, digests);
    if (wrong !== undefined) return faultOf(person._id, wrong);
    judged += 1;
    pending += waiting;
    if (judged % progressEvery === 0) onProgress({ stage: 'people', done: judged });
  }
  const [gone] = unseen;
  if (gone === undefined) return { ok: true, judged, pending };
  return faultOf(gone, 'stands in the chain but is not there any more.');
}

function faultOf(personId: string, wrong: string): AuditFault {
  return {
    ok: false,
    seq: null,
    orderId: null,
    personId,
    eventId: null,
    what: `Person ${personId}: ${wrong}`,
  };
}
