// One record: a line to skim, and on opening every field it holds.
import type { AuditRecord } from '@cool/contract/audit';
import { Icon } from '#ui/icon.tsx';
import { moment } from '#ui/moments.ts';
import { Badge } from '#ui/note.tsx';
import { viewOf } from './record-view.ts';

export function RecordItem({ record, altered }: { readonly record: AuditRecord; readonly altered: boolean }) {
  const view = viewOf(record);
  return (
    <li className={altered ? 'record record-altered' : 'record'}>
      <details>
        <summary>
          <span className="record-seq">{view.seq}</span>
          <time dateTime={view.at} className="soft">
            {Number.isNaN(Date.parse(view.at)) ? view.at : moment(view.at)}
          </time>
          <span className={`record-kind tone-${view.tone}`}>
            <Icon name={view.icon} />
            {view.kind}
          </span>
          <span className="record-sentence">{view.sentence}</span>
          <span className="soft">{view.who}</span>
          {altered && (
            <Badge tone="bad" icon="alert">
              altered
            </Badge>
          )}
        </summary>
        <dl className="record-fields">
          {view.fields.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </details>
    </li>
  );
}
