import { now, nowByMinute } from '../clock.ts';
import { agoText, dateText, lengthText } from '../words.ts';

/** How long ago something was; its date in full when asked. */
export const Ago = ({ at }: { at: Date | undefined }) =>
  at ? (
    <time dateTime={at.toISOString()} title={dateText(at)}>
      {agoText(at.getTime(), Math.max(nowByMinute.value, at.getTime()))}
    </time>
  ) : (
    <>–</>
  );

/** How long something took, or has taken by now. */
export const Took = ({ from, to }: { from: Date | undefined; to: Date | undefined }) => (
  <span class="number">{from ? lengthText((to?.getTime() ?? now.value) - from.getTime()) : '–'}</span>
);

/** How much time is left until a moment. */
export const Left = ({ until }: { until: number }) => {
  const left = until - now.value;
  return (
    <span class={`number left${left < 3_600_000 ? ' is-short' : ''}`} title={dateText(new Date(until))}>
      {left > 0 ? `${lengthText(left)} left` : 'expired'}
    </span>
  );
};
