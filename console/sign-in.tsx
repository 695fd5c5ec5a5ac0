import { useEffect, useState } from 'preact/hooks';
import { problemOf } from './clients/problem.ts';
import { useAction } from './parts/action.ts';
import { farewell, signIn, signInByLink } from './session.ts';

/** The token of a sign-in link, taken out of the address before anybody sees it. */
export function tokenOfLink(): string | undefined {
  const token = /^#link=([\w-]+)$/.exec(location.hash)?.[1];
  if (location.hash) history.replaceState(null, '', location.pathname + location.search);
  return token;
}

/** Signing in: with the token of a link at once, else with an access key. */
export const SignIn = ({ token }: { token: string | undefined }) => {
  const [linked, setLinked] = useState({ isBusy: token !== undefined, problem: '' });
  useEffect(() => {
    if (token === undefined) return;
    signInByLink(token).catch((error: unknown) => setLinked({ isBusy: false, problem: problemOf(error) }));
  }, []);
  return (
    <main class="sign-in">
      <div class="sign-in-box">
        <div class="brand is-large">
          <Mark />
          <h1>Quaymaster</h1>
        </div>
        {linked.isBusy ? <p role="status">Signing you in …</p> : <KeyForm reason={linked.problem || farewell.value} />}
      </div>
    </main>
  );
};

const KeyForm = ({ reason }: { reason: string }) => {
  const [accessKeyId, setAccessKeyId] = useState('');
  const [secretAccessKey, setSecret] = useState('');
  const { isBusy, problem, run } = useAction(() =>
    signIn({ accessKeyId: accessKeyId.trim(), secretAccessKey: secretAccessKey.trim() }),
  );
  return (
    <form
      class="fields"
      onSubmit={(event) => {
        event.preventDefault();
        run();
      }}
    >
      <p class="faint">
        Sign in with an access key of yours. It stays in this tab’s memory and is gone when you close it.
      </p>
      {(problem || reason) && (
        <p class="field-problem" role="alert">
          {problem || reason}
        </p>
      )}
      <Field label="Access key ID" name="username" value={accessKeyId} set={setAccessKeyId} />
      <Field label="Secret access key" name="password" value={secretAccessKey} set={setSecret} />
      <button class="button is-primary is-wide" aria-busy={isBusy}>
        Sign in
      </button>
      <p class="hint">
        On your own machine, <code>npm start</code> prints a link that signs you in once.
      </p>
    </form>
  );
};

interface FieldParts {
  label: string;
  name: 'username' | 'password';
  value: string;
  set: (value: string) => void;
}

const Field = ({ label, name, value, set }: FieldParts) => {
  const shared = {
    name,
    spellcheck: false,
    required: true,
    value,
    onInput: (event: { currentTarget: HTMLInputElement }) => set(event.currentTarget.value),
  };
  return (
    <label class="field">
      <span>{label}</span>
      {name === 'password' ? (
        <input type="password" autoComplete="off" {...shared} />
      ) : (
        <input type="text" autoComplete="username" {...shared} />
      )}
    </label>
  );
};

/** The mark of the product. */
export const Mark = () => (
  <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
    <rect width="32" height="32" rx="8" />
    <circle cx="16" cy="9.500" r="3.500" />
    <path d="M16 13v12M12 17.500h8M7 19c.6 4.300 4.200 7 9 7s8.400-2.700 9-7" />
  </svg>
);
