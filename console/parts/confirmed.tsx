import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { useAction } from './action.ts';
import { Confirm } from './dialog.tsx';

interface ConfirmedParts {
  /** What the button says, and how it looks besides. */
  button: ComponentChildren;
  look: string;
  isDisabled?: boolean;
  /** What is asked first. */
  title: string;
  confirm: string;
  isDangerous?: boolean;
  children: ComponentChildren;
  act: () => Promise<unknown>;
  done?: () => void;
}

/** A button that asks before it does something; the question stays until that went well, and says what went wrong. */
export const Confirmed = ({ button, look, isDisabled = false, act, done, ...question }: ConfirmedParts) => {
  const [isAsked, setAsked] = useState(false);
  const { run, ...action } = useAction(act, () => {
    setAsked(false);
    done?.();
  });
  return (
    <>
      <button type="button" class={`button ${look}`} disabled={isDisabled} onClick={() => setAsked(true)}>
        {button}
      </button>
      {isAsked && <Confirm {...question} close={() => setAsked(false)} {...action} act={run} />}
    </>
  );
};
