// A photo of the parcel where it was left: the phone's own camera, looked at once more before it is sent.
import { useState } from 'preact/hooks';
import type { Refusal } from '#http/http-client.ts';
import { Button } from '#ui/button.tsx';
import { Icon } from '#ui/icon.tsx';
import { RefusalNote } from '#ui/refusal-note.tsx';
import { shrinkPhoto } from './shrink-photo.ts';

export function PhotoPanel(props: {
  readonly busy: boolean;
  readonly onPhoto: (photo: string) => Promise<Refusal | null>;
}) {
  const [photo, setPhoto] = useState<string | null>(null);
  const [unreadable, setUnreadable] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  const take = async (file: File | undefined) => {
    if (file === undefined) return;
    const small = await shrinkPhoto(file);
    setPhoto(small);
    setUnreadable(small === null);
    setRefusal(null);
  };

  return (
    <div className="stack">
      <p>Show the parcel and the door. No faces, no papers.</p>
      {photo !== null && (
        <img className="proof-picture" src={`data:image/jpeg;base64,${photo}`} alt="What will be sent" />
      )}
      <label className="file-take button">
        <Icon name="eye" />
        {photo === null ? 'Take a photo' : 'Take another'}
        <input
          className="visually-hidden"
          type="file"
          accept="image/*"
          capture="environment"
          onChange={(event) => void take(event.currentTarget.files?.[0])}
        />
      </label>
      {unreadable && (
        <p className="field-error" role="alert">
          This file is no picture that can be read here. Take a photo with the camera.
        </p>
      )}
      {refusal !== null && <RefusalNote refusal={refusal} />}
      {photo !== null && (
        <Button
          kind="primary"
          wide
          className="button-thumb"
          icon="check"
          busy={props.busy}
          onPress={() => {
            if (!props.busy) void props.onPhoto(photo).then(setRefusal);
          }}
        >
          Deliver
        </Button>
      )}
    </div>
  );
}
