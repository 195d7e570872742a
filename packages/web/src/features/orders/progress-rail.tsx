// The five-dot rail of an order. The sentence beside it says the same to those who cannot see dots.
import type { OrderState } from '@cool/contract/orders';
import { progressSteps, stepsDone } from './progress.ts';
import { stateWords } from './state-words.ts';

export function ProgressRail({ state }: { readonly state: OrderState }) {
  const done = stepsDone(state);
  return (
    <div
      className="rail"
      role="img"
      aria-label={`${stateWords[state].word}: ${done} of ${progressSteps.length} steps`}
    >
      {progressSteps.map((step, index) => (
        <span key={step} className={index < done ? 'rail-step rail-done' : 'rail-step'}>
          <i />
          <span>{step}</span>
        </span>
      ))}
    </div>
  );
}
