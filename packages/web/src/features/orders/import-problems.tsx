// What keeps a file from being imported: line, field, what was given, what is allowed.
import type { ImportResult } from '@cool/contract/orders';
import { Note } from '#ui/note.tsx';

const mostShown = 100;

export function ImportProblems({ result }: { readonly result: ImportResult }) {
  const count = result.problems.length;
  return (
    <>
      <Note
        tone="bad"
        title={`${count} ${count === 1 ? 'problem' : 'problems'} in ${result.rows} rows. Nothing was placed.`}
      >
        Correct the file and choose it again.
      </Note>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1) */}
      <section className="table-scroll" aria-label="Problems found" tabIndex={0}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Line</th>
              <th scope="col">Field</th>
              <th scope="col">Given</th>
              <th scope="col">Allowed</th>
            </tr>
          </thead>
          <tbody>
            {result.problems.slice(0, mostShown).map((problem) => (
              <tr key={`${problem.line} ${problem.field} ${problem.allowed}`}>
                <td>{problem.line}</td>
                <td>
                  <code>{problem.field}</code>
                </td>
                <td>{problem.given}</td>
                <td>{problem.allowed}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {count > mostShown && <p className="soft">The first {mostShown} are shown.</p>}
    </>
  );
}
