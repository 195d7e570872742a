// Many orders from one CSV file: nothing is placed before a dry run has found every row in order.
import type { ImportResult } from '@cool/contract/orders';
import { useRef, useState } from 'preact/hooks';
import type { Refusal } from '#http/http-client.ts';
import { Button } from '#ui/button.tsx';
import { Note } from '#ui/note.tsx';
import { Page } from '#ui/page.tsx';
import { RefusalNote } from '#ui/refusal-note.tsx';
import { ImportProblems } from './import-problems.tsx';
import { type Intent, intentFor } from './intent.ts';
import { sendImport } from './orders-client.ts';

const largestCharacters = 500_000;

interface ChosenFile {
  readonly name: string;
  readonly csv: string;
}

export function ImportPage() {
  const [file, setFile] = useState<ChosenFile | null>(null);
  const [result, setResult] = useState<ImportResult | null>(null);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [fileProblem, setFileProblem] = useState<string | null>(null);
  const intent = useRef<Intent | null>(null);

  const send = async (chosen: ChosenFile, dryRun: boolean) => {
    intent.current = intentFor(intent.current, chosen.csv);
    setBusy(true);
    setRefusal(null);
    const answer = await sendImport({ importId: intent.current.eventId, dryRun, csv: chosen.csv });
    setBusy(false);
    if (!answer.ok) {
      setRefusal(answer.refusal);
      return;
    }
    setResult(answer.value);
    if (answer.value.placed.length > 0) intent.current = null; // the same file chosen again is a new intent
  };

  const choose = async (chosen: File) => {
    setResult(null);
    setRefusal(null);
    const csv = await chosen.text();
    const problem = problemOf(chosen.name, csv);
    setFileProblem(problem);
    if (problem !== null) return;
    const next = { name: chosen.name, csv };
    setFile(next);
    await send(next, true);
  };

  const ready = result?.dryRun === true && result.problems.length === 0 && result.rows > 0;
  return (
    <Page
      title="Import deliveries"
      lead="One CSV file, one order per row. First a dry run; nothing is placed before."
    >
      <div className="card stack">
        <label className="file-drop">
          <span className="button button-primary">Choose a CSV file</span>
          <input
            className="visually-hidden"
            type="file"
            accept=".csv,text/csv"
            onChange={(event) => {
              const chosen = event.currentTarget.files?.[0];
              event.currentTarget.value = ''; // choosing the same, corrected file again must count as a change
              if (chosen !== undefined) void choose(chosen);
            }}
          />
          <span className="soft">{file === null ? 'No file chosen yet' : file.name}</span>
        </label>
        {fileProblem !== null && (
          <Note tone="bad" title="This file cannot be imported." urgent>
            {fileProblem}
          </Note>
        )}
        {busy && <p role="status">Checking the rows…</p>}
        {refusal !== null && (
          <RefusalNote
            refusal={refusal}
            onRetry={file === null ? undefined : () => void send(file, result?.dryRun !== true)}
          />
        )}
        {result !== null && result.problems.length > 0 && <ImportProblems result={result} />}
        {ready && file !== null && (
          <Note tone="good" title={`${result.rows} rows ready.`}>
            <span>Every row can be placed. All are placed together, or none.</span>
            <div>
              <Button kind="primary" icon="check" busy={busy} onPress={() => void send(file, false)}>
                {`Import ${result.rows} deliveries`}
              </Button>
            </div>
          </Note>
        )}
        {result !== null && !result.dryRun && result.problems.length === 0 && (
          <Note tone="good" title={`${result.placed.length} deliveries placed.`}>
            <a href="/board">See them on the board</a>
          </Note>
        )}
        {result !== null && result.rows === 0 && (
          <Note tone="warn" title="The file has no rows.">
            Below the line with the column names, add one line per delivery.
          </Note>
        )}
      </div>
    </Page>
  );
}

function problemOf(name: string, csv: string): string | null {
  if (csv.trim() === '')
    return `${name} is empty. Choose a file with a line of column names and one line per delivery.`;
  if (csv.length > largestCharacters) {
    return `${name} has ${csv.length.toLocaleString('en-IE')} characters; at most ${largestCharacters.toLocaleString('en-IE')} are taken at once. Cut it into several files.`;
  }
  return null;
}
