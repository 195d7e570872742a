// What the list is narrowed to: kind, happening, about what, by whom.
import { accessActs, personChanges } from '@cool/contract/audit';
import { useEffect, useState } from 'preact/hooks';
import { Button } from '#ui/button.tsx';
import { focusFirstError, TextField } from '#ui/field.tsx';
import { type AuditFilter, everything, filterProblems } from './audit-filter.ts';

export function FilterForm(props: {
  readonly filter: AuditFilter;
  readonly onFilter: (filter: AuditFilter) => void;
}) {
  const [draft, setDraft] = useState(props.filter);
  const [asked, setAsked] = useState(false);
  useEffect(() => setDraft(props.filter), [props.filter]);
  const problems = asked ? filterProblems(draft) : {};
  const change = (next: AuditFilter) => {
    setDraft(next);
    if (Object.keys(filterProblems(next)).length === 0) props.onFilter(next);
  };
  return (
    <form
      className="audit-filter"
      aria-label="Narrow the list"
      onSubmit={(event) => {
        event.preventDefault();
        setAsked(true);
        if (Object.keys(filterProblems(draft)).length === 0) props.onFilter(draft);
        else focusFirstError(event.currentTarget);
      }}
    >
      <label className="field">
        <span className="field-label">Kind</span>
        <select
          className="input"
          value={draft.kind}
          onChange={(event) => change({ ...draft, kind: event.currentTarget.value as AuditFilter['kind'] })}
        >
          <option value="all">Everything</option>
          <option value="order">Deliveries</option>
          <option value="person">Accounts</option>
          <option value="access">Refusals and reads</option>
        </select>
      </label>
      <label className="field">
        <span className="field-label">What happened</span>
        <select
          className="input"
          value={draft.what}
          onChange={(event) => change({ ...draft, what: event.currentTarget.value })}
        >
          <option value="all">Anything</option>
          <optgroup label="Accounts">{optionsOf(personChanges)}</optgroup>
          <optgroup label="Refusals and reads">{optionsOf(accessActs)}</optgroup>
        </select>
      </label>
      <TextField
        label="About (id)"
        name="about"
        value={draft.about}
        error={problems.about}
        onValue={(about) => setDraft({ ...draft, about })}
      />
      <TextField
        label="By (id)"
        name="by"
        value={draft.by}
        error={problems.by}
        onValue={(by) => setDraft({ ...draft, by })}
      />
      <div className="button-row">
        <Button type="submit" icon="search">
          Show
        </Button>
        <Button
          kind="plain"
          onPress={() => {
            setAsked(false);
            setDraft(everything); // also when the list shows everything already
            props.onFilter(everything);
          }}
        >
          Show everything
        </Button>
      </div>
    </form>
  );
}

function optionsOf(names: Readonly<Record<string, string>>) {
  return Object.entries(names).map(([name, word]) => (
    <option key={name} value={name}>
      {word}
    </option>
  ));
}
