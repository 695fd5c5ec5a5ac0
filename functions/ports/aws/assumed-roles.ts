import type { JsonObject } from '../json.ts';
import { AwsUnreachable } from '../aws-api.ts';
import { recentlyUsed } from '../recently-used.ts';

/** Temporary keys of a role, as clients of the SDK take them. */
export interface RoleCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  expiration: Date;
}

/** Who acts: the role and the name its session has in the account's trail. */
export interface RoleSession {
  roleArn: string;
  sessionName: string;
  /** Whose STS is asked; the keys are good everywhere in its partition. */
  region: string;
}

/** Calls AssumeRole and gives its `Credentials`. */
export type AssumeRole = (session: RoleSession) => Promise<JsonObject>;

// A call that starts now may be sent, and repeated, for a while.
const margin = 300_000;
const mostSessions = 1000;

/** Keys of roles, kept until five minutes before they expire. */
export function assumedRoles(
  assume: AssumeRole,
  now: () => number,
): (session: RoleSession) => Promise<RoleCredentials> {
  const kept = recentlyUsed<Promise<RoleCredentials>>(mostSessions);

  const fresh = (key: string, session: RoleSession) => {
    const asked = assume(session).then(credentialsIn);
    asked.catch(() => kept.delete(key));
    return kept.set(key, asked);
  };
  return async (session) => {
    const key = `${session.roleArn} ${session.sessionName}`;
    const credentials = await (kept.get(key) ?? fresh(key, session));
    return credentials.expiration.getTime() - margin > now() ? credentials : fresh(key, session);
  };
}

function credentialsIn({ AccessKeyId, SecretAccessKey, SessionToken, Expiration }: JsonObject): RoleCredentials {
  const texts = [AccessKeyId, SecretAccessKey, SessionToken, Expiration];
  const [accessKeyId, secretAccessKey, sessionToken, expiration] = texts.filter((text) => typeof text === 'string');
  if (!accessKeyId || !secretAccessKey || !sessionToken || !expiration)
    throw new AwsUnreachable('AssumeRole gave no credentials');
  return { accessKeyId, secretAccessKey, sessionToken, expiration: new Date(expiration) };
}
