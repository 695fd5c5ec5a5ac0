import { render } from 'preact';
import { App } from './app.tsx';
import { followLinks } from './router.ts';
import { root } from './settings.ts';
import { tokenOfLink } from './sign-in.tsx';

// Before anything else, so that it is in no history and no screenshot.
const token = tokenOfLink();
followLinks();
render(<App token={token} />, root);
