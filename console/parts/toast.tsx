import { signal } from '@preact/signals';
import { Icon } from './icon.tsx';

const toasts = signal<{ id: number; text: string }[]>([]);
let last = 0;

/** Says what was done, for a few seconds; screen readers say it too. */
export function toast(text: string): void {
  const id = ++last;
  toasts.value = [...toasts.value, { id, text }];
  setTimeout(() => (toasts.value = toasts.value.filter((one) => one.id !== id)), 5000);
}

/** Where they appear. */
export const Toasts = () => (
  <div class="toasts" role="status" aria-live="polite">
    {toasts.value.map(({ id, text }) => (
      <p key={id} class="toast">
        <Icon name="check" />
        {text}
      </p>
    ))}
  </div>
);
