// Copies a text and says so; where the browser refuses the clipboard, it says that instead.
import { useState } from 'preact/hooks';
import { Button } from './button.tsx';

export function CopyButton({ text, children }: { readonly text: string; readonly children: string }) {
  const [outcome, setOutcome] = useState<'none' | 'copied' | 'refused'>('none');
  const copy = () => {
    navigator.clipboard.writeText(text).then(
      () => setOutcome('copied'),
      () => setOutcome('refused'),
    );
  };
  return (
    <>
      <Button icon={outcome === 'copied' ? 'check' : 'copy'} onPress={copy}>
        {outcome === 'copied' ? 'Copied' : children}
      </Button>
      <span role="status" className="small soft">
        {outcome === 'refused' && 'The browser did not allow copying. Select the text and copy it by hand.'}
      </span>
    </>
  );
}
