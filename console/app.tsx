import { session } from './session.ts';
import { Shell } from './shell.tsx';
import { SignIn } from './sign-in.tsx';

/** The whole page: signing in, then the console. The address stays, so that a link leads to its place after signing in. */
export const App = ({ token }: { token: string | undefined }) => (session.value ? <Shell /> : <SignIn token={token} />);
