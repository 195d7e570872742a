// The API as it describes itself, for whoever writes a client: routes with who may call them, the schemas they share,
// and every problem they answer with. `/docs/problems#code` is where each problem's `type` points to.
import { problems } from '@cool/contract/problems';
import { urls } from '@cool/contract/urls';
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Refusal } from '#http/http-client.ts';
import { Page } from '#ui/page.tsx';
import { Skeleton } from '#ui/placeholders.tsx';
import { RefusalNote } from '#ui/refusal-note.tsx';
import { readApiDocument } from './docs-client.ts';
import { type ApiDocument, groupsOf } from './document-view.ts';
import { OperationDetails } from './operation-details.tsx';
import { SchemaFields } from './schema-fields.tsx';

export function DocsPage() {
  const [document, setDocument] = useState<ApiDocument | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const read = useCallback(async () => {
    const answer = await readApiDocument();
    if (answer.ok) setDocument(answer.value);
    setRefusal(answer.ok ? null : answer.refusal);
  }, []);
  useEffect(() => {
    void read();
  }, [read]);
  const shown = document !== null;
  useEffect(() => {
    // What the address points to was not there yet when the browser looked for it.
    if (shown) window.document.getElementById(location.hash.slice(1))?.scrollIntoView();
  }, [shown]);

  return (
    <Page
      title="API"
      lead={
        <>
          {document?.info.description ?? 'Every route, as the API describes it.'}{' '}
          <a href={urls.openApi()} target="_blank" rel="noopener">
            OpenAPI 3.1 document
          </a>
        </>
      }
    >
      {refusal !== null && <RefusalNote refusal={refusal} onRetry={() => void read()} />}
      {document === null && refusal === null && <Skeleton rows={8} label="Reading the description" />}
      {document !== null && <Routes document={document} />}
      <Problems />
    </Page>
  );
}

function Routes({ document }: { readonly document: ApiDocument }) {
  return (
    <>
      {groupsOf(document).map(({ name, operations }) => (
        <section key={name} className="stack" aria-labelledby={`group-${name}`}>
          <h2 id={`group-${name}`}>{name}</h2>
          {operations.map((operation) => (
            <OperationDetails key={operation.id} operation={operation} />
          ))}
        </section>
      ))}
      <section className="stack" aria-labelledby="schemas">
        <h2 id="schemas">Schemas</h2>
        {Object.entries(document.components.schemas).map(([name, schema]) => (
          <details key={name} className="doc" id={`schema-${name}`}>
            <summary>
              <code>{name}</code>
            </summary>
            <div className="doc-inside">
              <SchemaFields schema={schema} />
            </div>
          </details>
        ))}
      </section>
    </>
  );
}

function Problems() {
  return (
    <section className="stack" aria-labelledby="problems">
      <h2 id="problems">Problems</h2>
      <dl className="doc-fields">
        {Object.entries(problems).map(([code, { status, title }]) => (
          <div key={code} id={code}>
            <dt>
              <code>{code}</code> <span className="soft small">{status}</span>
            </dt>
            <dd>{title}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
