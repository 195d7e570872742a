// One end of a delivery: a place picked from the list fills the address; typing freely is always allowed.
import { useState } from 'preact/hooks';
import { Combobox } from '#ui/combobox.tsx';
import { TextField } from '#ui/field.tsx';
import type { DraftErrors, PlaceDraft } from './draft.ts';
import { searchPlaces } from './place-search.ts';
import { useDublinPlaces } from './use-dublin-places.ts';

export function PlaceFields(props: {
  readonly end: 'pickup' | 'dropOff';
  readonly label: string;
  readonly place: PlaceDraft;
  readonly errors: DraftErrors;
  readonly onChange: (place: PlaceDraft) => void;
}) {
  const { end, place, errors, onChange } = props;
  const [places, wantPlaces] = useDublinPlaces();
  const [searching, setSearching] = useState(false);
  const found = searching ? searchPlaces(places, place.name) : [];
  return (
    <fieldset className="card stack place-card">
      <legend className="visually-hidden">{props.label}</legend>
      <Combobox
        label={props.label}
        name={`${end}-name`}
        text={place.name}
        hint="Start typing a name or a street; pick from the list or type on."
        error={errors[`${end}.name`]}
        onFocus={wantPlaces}
        onText={(name) => {
          wantPlaces();
          setSearching(true);
          onChange({ ...place, name, position: null });
        }}
        options={found.map((each) => ({
          id: each.name,
          label: each.name,
          note: `${each.address}, ${each.routingKey}`,
        }))}
        onPick={(name) => {
          const picked = found.find((each) => each.name === name);
          if (picked === undefined) return;
          setSearching(false);
          onChange({
            name: picked.name,
            address: picked.address,
            routingKey: picked.routingKey,
            position: picked.position,
          });
        }}
      />
      <div className="address-fields">
        <TextField
          label="Address"
          name={`${end}-address`}
          maxLength={200}
          value={place.address}
          error={errors[`${end}.address`]}
          onValue={(address) => onChange({ ...place, address, position: null })}
        />
        <TextField
          label="Routing key"
          name={`${end}-routing-key`}
          maxLength={3}
          autoCapitalize="characters"
          value={place.routingKey}
          error={errors[`${end}.routingKey`]}
          onValue={(typed) => onChange({ ...place, routingKey: typed.toUpperCase(), position: null })}
        />
      </div>
    </fieldset>
  );
}
