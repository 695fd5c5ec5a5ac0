import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

interface DialogParts {
  title: string;
  close: () => void;
  children: ComponentChildren;
}

/** A question that must be answered first: the browser's own dialog keeps the focus inside and Escape closes it. */
export const Dialog = ({ title, close, children }: DialogParts) => {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    dialog.current?.showModal();
    return () => before?.focus();
  }, []);
  return (
    <dialog ref={dialog} aria-labelledby="dialog-title" onClose={close}>
      <h2 id="dialog-title">{title}</h2>
      {children}
    </dialog>
  );
};

interface ConfirmParts extends DialogParts {
  confirm: string;
  isDangerous?: boolean;
  isBusy: boolean;
  problem: string;
  act: () => void;
}

/** A dialog with one thing to do and a way out of it. */
export const Confirm = ({ title, close, children, confirm, isDangerous, isBusy, problem, act }: ConfirmParts) => (
  <Dialog title={title} close={close}>
    <form
      method="dialog"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy) act();
      }}
    >
      <div class="dialog-body">{children}</div>
      {problem && (
        <p class="field-problem" role="alert">
          {problem}
        </p>
      )}
      <div class="dialog-foot">
        <button type="button" class="button" onClick={close}>
          Go back
        </button>
        <button type="submit" class={`button ${isDangerous ? 'is-danger' : 'is-primary'}`} aria-busy={isBusy}>
          {confirm}
        </button>
      </div>
    </form>
  </Dialog>
);
