import { spaced } from '../words.ts';
import { Icon, type IconName } from './icon.tsx';

/** How a status looks: five colours, each with an icon of its own, so that colour alone says nothing. */
export type Tone = 'good' | 'bad' | 'waiting' | 'running' | 'quiet';

const tones: Record<string, Tone> = {
  success: 'good',
  succeeded: 'good',
  successful: 'good',
  complete: 'good',
  active: 'good',
  approved: 'good',
  online: 'good',
  enabled: 'good',
  failed: 'bad',
  timedout: 'bad',
  rejected: 'bad',
  setup_failed: 'bad',
  completedwithfailure: 'bad',
  waiting: 'waiting',
  pendingapproval: 'waiting',
  inprogress: 'running',
  in_progress: 'running',
  running: 'running',
  runbookinprogress: 'running',
  cancelling: 'running',
  booting: 'running',
};

const icons: Record<Tone, IconName> = { good: 'check', bad: 'cross', waiting: 'hand', running: 'play', quiet: 'dot' };

/** The tone of any API's status. */
export function toneOf(status = ''): Tone {
  const name = status.toLowerCase();
  if (/(^|_)(failed)$/.test(name)) return 'bad';
  if (/_in_progress$/.test(name)) return 'running';
  return tones[name] ?? 'quiet';
}

const words = (status: string): string =>
  status === status.toUpperCase() ? status.toLowerCase().replaceAll('_', ' ') : spaced(status).toLowerCase();

/** A status in words: `TimedOut` is `Timed out`, `IN_PROGRESS` is `In progress`. */
export const statusText = (status = 'unknown'): string => {
  const text = words(status);
  return text.charAt(0).toUpperCase() + text.slice(1);
};

/** The icon of a tone. */
export const toneIcon = (tone: Tone): IconName => icons[tone];

/** A status as a badge. */
export const Status = ({ value }: { value: string | undefined }) => {
  const tone = toneOf(value);
  return (
    <span class={`status is-${tone}`}>
      <Icon name={icons[tone]} size={14} />
      {statusText(value)}
    </span>
  );
};
