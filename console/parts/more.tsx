import { useState } from 'preact/hooks';

/** The way to what comes after what is shown; given a key that changes with it, it is ready again when more is there. */
export const More = ({ more, text = 'Show older ones' }: { more: () => void; text?: string }) => {
  const [isBusy, setBusy] = useState(false);
  const ask = () => {
    if (isBusy) return;
    setBusy(true);
    more();
  };
  return (
    <button type="button" class="button is-small more" aria-busy={isBusy} onClick={ask}>
      {text}
    </button>
  );
};
