// Where one stands in a short sequence.
import { Icon } from './icon.tsx';

export function Steps({ names, current }: { readonly names: readonly string[]; readonly current: number }) {
  return (
    <ol className="steps">
      {names.map((name, index) => (
        <li
          key={name}
          className={index < current ? 'step step-done' : 'step'}
          aria-current={index === current ? 'step' : undefined}
        >
          <span className="step-mark">{index < current ? <Icon name="check" /> : index + 1}</span>
          {name}
          {index < current && <span className="visually-hidden"> (done)</span>}
        </li>
      ))}
    </ol>
  );
}
