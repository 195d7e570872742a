// Short confirmations that need no answer. A refusal is never a toast: it stays beside what was refused.
import { sessionSignal } from '#memory/session-memory.ts';
import { Icon } from './icon.tsx';

interface ToastMessage {
  readonly id: string;
  readonly text: string;
}

const shownMs = 5_000;
const messages = sessionSignal<readonly ToastMessage[]>([]);

export function toast(text: string): void {
  const id = crypto.randomUUID();
  messages.value = [...messages.value.slice(-1), { id, text }];
  setTimeout(() => {
    messages.value = messages.value.filter((message) => message.id !== id);
  }, shownMs);
}

export function Toasts() {
  return (
    <div className="toasts" role="status" aria-live="polite">
      {messages.value.map((message) => (
        <div key={message.id} className="toast">
          <Icon name="check" />
          {message.text}
        </div>
      ))}
    </div>
  );
}
