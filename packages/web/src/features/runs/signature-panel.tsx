// A field to sign on. What is sent are the lines, not a picture. Who cannot draw gives the PIN, or has a photo taken.
import type { Signature } from '@cool/contract/orders';
import { useRef, useState } from 'preact/hooks';
import type { Refusal } from '#http/http-client.ts';
import { Button } from '#ui/button.tsx';
import { RefusalNote } from '#ui/refusal-note.tsx';
import { beginStroke, continueStroke, isSigned, pathOf, pointAt, type Strokes } from './signature-strokes.ts';

export function SignaturePanel(props: {
  readonly recipientName: string;
  readonly busy: boolean;
  readonly onSignature: (signature: Signature) => Promise<Refusal | null>;
}) {
  const [strokes, setStrokes] = useState<Strokes>([]);
  const [tooShort, setTooShort] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const drawing = useRef(false);
  const at = (event: PointerEvent & { readonly currentTarget: SVGSVGElement }) =>
    pointAt({ x: event.clientX, y: event.clientY }, event.currentTarget.getBoundingClientRect());

  const send = async () => {
    setTooShort(!isSigned(strokes));
    if (isSigned(strokes) && !props.busy) setRefusal(await props.onSignature({ strokes: [...strokes] }));
  };

  return (
    <div className="stack">
      <p>Hand {props.recipientName} the phone to sign.</p>
      <svg
        className="signature-field"
        viewBox="0 0 1000 400"
        role="img"
        aria-label={strokes.length === 0 ? 'Field to sign on, empty' : 'Field to sign on, with a signature'}
        onPointerDown={(event) => {
          event.preventDefault();
          event.currentTarget.setPointerCapture(event.pointerId);
          drawing.current = true;
          const point = at(event);
          setStrokes((known) => beginStroke(known, point));
        }}
        onPointerMove={(event) => {
          if (!drawing.current) return;
          const point = at(event);
          setStrokes((known) => continueStroke(known, point));
        }}
        onPointerUp={() => {
          drawing.current = false;
        }}
        onPointerCancel={() => {
          drawing.current = false;
        }}
      >
        <path d="M60 330H940" className="signature-line" />
        <path d={pathOf(strokes)} className="signature-ink" />
      </svg>
      {tooShort && (
        <p className="field-error" role="alert">
          That is too short for a signature. Sign on the line, or use the PIN.
        </p>
      )}
      {refusal !== null && <RefusalNote refusal={refusal} />}
      <Button kind="plain" icon="redo" onPress={() => setStrokes([])}>
        Clear
      </Button>
      <Button
        kind="primary"
        wide
        className="button-thumb"
        icon="check"
        busy={props.busy}
        onPress={() => void send()}
      >
        Deliver
      </Button>
    </div>
  );
}
