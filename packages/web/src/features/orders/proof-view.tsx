// How a delivery was proved, for those who may see it. The picture is fetched from the API like everything else.
import type { ProofRecord } from '@cool/contract/orders';
import { urls } from '@cool/contract/urls';
import { useState } from 'preact/hooks';
import { Note } from '#ui/note.tsx';

export function ProofView({ orderId, proof }: { readonly orderId: string; readonly proof: ProofRecord }) {
  const [broken, setBroken] = useState(false);
  if (proof.kind === 'pin') return <p>The recipient said the PIN at the door.</p>;
  if (broken) {
    return (
      <Note tone="bad" title="The kept proof cannot be shown.">
        <p>It is missing, or not as it was taken. Tell an admin.</p>
      </Note>
    );
  }
  const alt = proof.kind === 'photo' ? 'The parcel where it was left' : 'Signature of the recipient';
  return (
    <img className="proof-picture" src={urls.proof(orderId)} alt={alt} onError={() => setBroken(true)} />
  );
}
