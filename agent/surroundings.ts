import { execFileSync } from 'node:child_process';

/** What every command finds: where deployed apps live, a small environment, and whose rights it has. */
export interface Surroundings {
  /** Where apps are deployed. */
  root: string;
  environment: Record<string, string>;
  /** There when commands run as somebody else than the agent. */
  user?: { uid: number; gid: number };
}

const paths = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Makes them: of the agent's own environment only PATH, HOME, LANG and TZ are passed on, never its token. Throws where there is no such user. */
export function surroundings(options: { root: string; node: string; user?: string | undefined }): Surroundings {
  const { PATH = paths, HOME = '/', LANG = 'C.UTF-8', TZ } = process.env;
  const user = options.user === undefined ? undefined : userNamed(options.user);
  return {
    root: options.root,
    environment: {
      ...{ PATH, LANG, HOME: user?.home ?? HOME, AWS_SSM_INSTANCE_ID: options.node },
      ...(TZ !== undefined && { TZ }),
      ...(options.user !== undefined && { USER: options.user, LOGNAME: options.user }),
    },
    ...(user && { user: { uid: user.uid, gid: user.gid } }),
  };
}

function userNamed(name: string): { uid: number; gid: number; home: string } {
  const entry = execFileSync('getent', ['passwd', '--', name], { encoding: 'utf8' });
  const [, , uid, gid, , home = '/'] = entry.trim().split(':');
  return { uid: Number(uid), gid: Number(gid), home };
}
