// The whole trail to take away: asked for with a second factor given just now, and told in the trail itself.
import { useState } from 'preact/hooks';
import type { Refusal } from '#http/http-client.ts';
import { Button } from '#ui/button.tsx';
import { useFreshFactor } from '../identity/index.ts';
import { readExport } from './audit-client.ts';

export function ExportButton({ onRefusal }: { readonly onRefusal: (refusal: Refusal | null) => void }) {
  const { withFreshFactor, dialog } = useFreshFactor();
  const [busy, setBusy] = useState(false);
  const take = async () => {
    setBusy(true);
    const answer = await withFreshFactor(readExport);
    setBusy(false);
    onRefusal(answer.ok ? null : answer.refusal);
    if (answer.ok) save(answer.value);
  };
  return (
    <>
      {dialog}
      <Button icon="down" busy={busy} onPress={() => void take()}>
        Export
      </Button>
    </>
  );
}

function save(file: Blob): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = 'audit-trail.jsonl';
  link.click();
  URL.revokeObjectURL(url);
}
