// A table whose rows are cards where there is no room for columns. Each cell but the first and the last names its column
// once more in `data-label`.
import type { ComponentChildren } from 'preact';

export function CardTable(props: {
  readonly columns: readonly string[];
  readonly children: ComponentChildren;
}) {
  return (
    <div className="table-scroll">
      <table className="table table-cards">
        <thead>
          <tr>
            {props.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{props.children}</tbody>
      </table>
    </div>
  );
}
