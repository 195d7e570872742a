// One route: who may call it, what it takes and what it answers.
import type { OperationView } from './document-view.ts';
import { SchemaFields, SchemaName } from './schema-fields.tsx';

export function OperationDetails({ operation }: { readonly operation: OperationView }) {
  const { method, path, summary, access, parameters, body, answers } = operation;
  return (
    <details className="doc" id={operation.id}>
      <summary>
        <code>
          <strong>{method}</strong> {path}
        </code>
        <span className="soft">{summary}</span>
      </summary>
      <div className="doc-inside stack">
        <p>For {access}.</p>
        {parameters.length > 0 && (
          <dl className="doc-fields">
            {parameters.map((parameter) => (
              <div key={`${parameter.in} ${parameter.name}`}>
                <dt>
                  <code>{parameter.name}</code>{' '}
                  <span className="soft small">
                    {parameter.in}
                    {parameter.required ? '' : ', optional'}
                  </span>
                </dt>
                <dd>{parameter.description ?? <SchemaName schema={parameter.schema} />}</dd>
              </div>
            ))}
          </dl>
        )}
        {body !== null && (
          <>
            <h3>Body</h3>
            <SchemaFields schema={body} />
          </>
        )}
        <h3>Answers</h3>
        <dl className="doc-fields">
          {answers.map(({ status, type, schema }) => (
            <div key={status}>
              <dt>
                {status} <span className="soft small">{type}</span>
              </dt>
              <dd>{schema === null ? 'no body' : <SchemaName schema={schema} />}</dd>
            </div>
          ))}
        </dl>
      </div>
    </details>
  );
}
