// The board's filters: words, a courier, a state; by keyboard as by mouse. What stands on the board is filtered at once;
// finished deliveries are looked for on the server.
import type { Courier } from '@cool/contract/identity';
import { endStates, orderStates } from '@cool/contract/orders';
import type { RefObject } from 'preact';
import { Button } from '#ui/button.tsx';
import { stateWords } from '../orders/index.ts';
import type { BoardFilter } from './group-orders.ts';

export function BoardFilters(props: {
  readonly filter: BoardFilter;
  readonly couriers: readonly Courier[];
  readonly fieldRef: RefObject<HTMLInputElement | null>;
  readonly onFilter: (filter: BoardFilter) => void;
  readonly onSearch: () => void;
}) {
  const { filter, onFilter } = props;
  return (
    <search className="board-filters">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          props.onSearch();
        }}
      >
        <input
          ref={props.fieldRef}
          className="input board-filter"
          type="search"
          aria-label="Filter deliveries"
          placeholder="Filter: place, name, key"
          maxLength={80}
          value={filter.text}
          onInput={(event) => onFilter({ ...filter, text: event.currentTarget.value })}
        />
        <select
          className="input"
          aria-label="Courier"
          value={filter.courierId}
          onChange={(event) => onFilter({ ...filter, courierId: event.currentTarget.value })}
        >
          <option value="">Every courier</option>
          {props.couriers.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
        <select
          className="input"
          aria-label="State"
          value={filter.state}
          onChange={(event) => {
            const state = orderStates.find((each) => each === event.currentTarget.value) ?? '';
            onFilter({ ...filter, state });
          }}
        >
          <option value="">Every state</option>
          {orderStates
            .filter((state) => !endStates.includes(state))
            .map((state) => (
              <option key={state} value={state}>
                {stateWords[state].word}
              </option>
            ))}
        </select>
        <Button type="submit" icon="search">
          Search all
        </Button>
      </form>
    </search>
  );
}
