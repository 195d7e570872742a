// A schema for people: its name as a link to where it is told, or its fields with what each allows.
import { fieldsOf, inBrief, nameOf, type Schema } from './document-view.ts';

/** A closed <details> hides what a link in the page points to: it is opened first. */
function openTarget(name: string): void {
  const target = document.getElementById(`schema-${name}`);
  if (target instanceof HTMLDetailsElement) target.open = true;
}

function SchemaLink({ name, label }: { readonly name: string; readonly label: string }) {
  return (
    <a href={`#schema-${name}`} onClick={() => openTarget(name)}>
      {label}
    </a>
  );
}

export function SchemaName({ schema }: { readonly schema: Schema }) {
  if (schema.$ref === undefined) return <>{inBrief(schema)}</>;
  return <SchemaLink name={nameOf(schema.$ref)} label={nameOf(schema.$ref)} />;
}

export function SchemaFields({ schema }: { readonly schema: Schema }) {
  const fields = fieldsOf(schema);
  if (fields.length === 0) {
    return (
      <p>
        <SchemaName schema={schema} />
      </p>
    );
  }
  return (
    <dl className="doc-fields">
      {fields.map(({ name, required, says, link }) => (
        <div key={name}>
          <dt>
            <code>{name}</code>
            {!required && <span className="soft small"> optional</span>}
          </dt>
          <dd>{link === null ? says : <SchemaLink name={link} label={says} />}</dd>
        </div>
      ))}
    </dl>
  );
}
