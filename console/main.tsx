import { render } from 'preact';
import { App } from './app.tsx';
import { session } from './session.ts';
import { followLinks } from './router.ts';
import { root } from './settings.ts';
import { tokenOfLink } from './sign-in.tsx';

// Before anything else, so that it is in no history and no screenshot.
const token = tokenOfLink();
followLinks();
render(<App token={token} />, root);

// The part that listens brings the signer along, so it comes when it is needed.
const stop = session.subscribe((current) => {
  if (!current) return;
  void import('./listen.ts').then(({ keepListening }) => keepListening());
  queueMicrotask(() => stop());
});
