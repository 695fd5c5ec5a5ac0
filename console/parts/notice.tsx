import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon.tsx';

/** What stands where nothing is: why, and what to do about it. */
export const Empty = ({ icon, title, children }: { icon: IconName; title: string; children?: ComponentChildren }) => (
  <div class="empty">
    <span class="empty-icon">
      <Icon name={icon} size={28} />
    </span>
    <h2>{title}</h2>
    {children && <div class="empty-text">{children}</div>}
  </div>
);

/** What went wrong, and a way to try again. */
export const Problem = ({ text, retry }: { text: string; retry?: () => void }) => (
  <div class="notice is-bad" role="alert">
    <Icon name="hand" />
    <p>{text}</p>
    {retry && (
      <button type="button" class="button is-small" onClick={retry}>
        Try again
      </button>
    )}
  </div>
);

/** Lines of grey while the first answer is on its way. */
export const Waiting = ({ lines = 4 }: { lines?: number }) => (
  <div class="skeleton" role="status" aria-label="Loading">
    {Array.from({ length: lines }, (_, line) => (
      <span key={line} />
    ))}
  </div>
);
