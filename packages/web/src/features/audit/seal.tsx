// The seal over the list: how far the trail reaches, how far it is signed, and whether it holds, judged before one's eyes.
import type { AuditPage, VerificationVerdict } from '@cool/contract/audit';
import { Button } from '#ui/button.tsx';
import { age } from '#ui/moments.ts';
import { Note } from '#ui/note.tsx';
import type { Verification } from './use-verification.ts';

export function Seal(props: {
  readonly page: Pick<AuditPage, 'head' | 'checkpoint'>;
  readonly verification: Verification;
  readonly onVerify: () => void;
  readonly onShow: (about: string) => void;
}) {
  const { head, checkpoint } = props.page;
  const { verification } = props;
  return (
    <section className="seal" aria-label="State of the trail">
      <div className="seal-facts">
        <p>
          <strong>{head.seq.toLocaleString('en-IE')}</strong> records
        </p>
        <p className="soft">
          {checkpoint === null
            ? 'Not signed yet.'
            : `Signed up to record ${checkpoint.seq.toLocaleString('en-IE')}, ${age(checkpoint.at)}.`}
        </p>
        <Button kind="primary" icon="shield" busy={verification.state === 'running'} onPress={props.onVerify}>
          Verify now
        </Button>
      </div>
      <Outcome verification={verification} onShow={props.onShow} />
    </section>
  );
}

const stageWords = { chain: 'records', orders: 'deliveries', people: 'people' } as const;

function Outcome(props: { readonly verification: Verification; readonly onShow: (about: string) => void }) {
  const { verification } = props;
  switch (verification.state) {
    case 'idle':
      return null;
    case 'failed':
      return (
        <Note tone="warn" title="The verification did not run to its end.">
          Somebody else may be verifying just now, or the connection was lost. Press again in a moment.
        </Note>
      );
    case 'running': {
      const { stage = 'chain', done = 0, of = 0 } = verification.progress ?? {};
      return (
        <div className="seal-progress" role="status">
          <label htmlFor="verifying">Verifying the {stageWords[stage]} …</label>
          <progress id="verifying" {...(stage === 'chain' && of > 0 ? { value: done, max: of } : {})} />
        </div>
      );
    }
    case 'done':
      return <Verdict verdict={verification.verdict} onShow={props.onShow} />;
  }
}

function Verdict(props: { readonly verdict: VerificationVerdict; readonly onShow: (about: string) => void }) {
  const { verdict } = props;
  if (verdict.ok) {
    const { records, orders, people, pending } = verdict;
    return (
      <Note tone="good" title="The trail is intact.">
        <span>
          {records.toLocaleString('en-IE')} records, {orders.toLocaleString('en-IE')} deliveries
          {people === null ? '' : ` and ${people.toLocaleString('en-IE')} people`} agree with each other.
          {pending === 0 ? '' : ` ${pending} events are on their way into it.`}
        </span>
        <span className="soft">
          What this cannot see: an end cut off, or everything rewritten, by somebody who holds the whole
          database. For that the operator runs audit:verify with the anchor kept elsewhere.
        </span>
      </Note>
    );
  }
  const about = verdict.orderId ?? verdict.personId;
  return (
    <Note
      tone="bad"
      title={
        verdict.seq === null ? 'The store was altered.' : `The trail was altered at record ${verdict.seq}.`
      }
      urgent
    >
      <span>{verdict.what}</span>
      <span>
        Keep everything as it is. Tell the security team, and compare with the anchor and the last backup.
      </span>
      {about !== null && (
        <div>
          <Button icon="search" onPress={() => props.onShow(about)}>
            Show what the trail tells of it
          </Button>
        </div>
      )}
    </Note>
  );
}
