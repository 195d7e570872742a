// A day and one of the windows that can be promised for it. The rules are the contract's; a day without a window left
// says so. Used where a delivery is placed and where its recipient moves it.
import { useMemo } from 'preact/hooks';
import { Choice } from '#ui/choice.tsx';
import { Select } from '#ui/select.tsx';
import { dayChoices, type WindowWish, windowChoices } from './window-choices.ts';

export function WindowFields(props: {
  readonly wish: WindowWish;
  readonly now: Date;
  /** The words of the choice to promise nothing; absent where one must be chosen. */
  readonly none?: string;
  readonly onWish: (wish: WindowWish) => void;
}) {
  const { wish, now, none } = props;
  const days = useMemo(() => dayChoices(now), [now]);
  const windows = useMemo(() => windowChoices(wish.day, now), [wish.day, now]);
  const options = none === undefined ? days : [{ value: '', label: none }, ...days];
  return (
    <>
      <Select
        label="Day"
        name="day"
        value={wish.day}
        options={options}
        onValue={(day) => props.onWish({ day, from: windowChoices(day, now)[0]?.value ?? '' })}
      />
      {wish.day !== '' && windows.length > 0 && (
        <Choice
          legend="Between"
          name="window"
          value={wish.from}
          options={windows}
          onValue={(from) => props.onWish({ ...wish, from })}
        />
      )}
      {wish.day !== '' && windows.length === 0 && (
        <p className="field-hint">Nothing can be promised for this day any more. Choose another.</p>
      )}
    </>
  );
}
