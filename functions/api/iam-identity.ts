import type { APIGatewayProxyEventV2, APIGatewayProxyEventV2WithIAMAuthorizer } from 'aws-lambda';
import type { Caller } from './action.ts';

/** Below it are the routes whose signatures API Gateway verifies with its IAM authorizer; serverless/core.yml has them. */
export const iamPath = '/iam/';
const routeKey = 'POST /iam/{path+}';

/**
 * The ARN of the IAM identity that API Gateway authenticated; undefined for a request that came by any other route. Only API Gateway writes a route's key
 * and the authorizer, never a client.
 * Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function iamIdentity(event: APIGatewayProxyEventV2): string | undefined {
  if (event.routeKey !== routeKey || !event.rawPath.startsWith(iamPath)) return undefined;
  const { authorizer } = event.requestContext as Partial<APIGatewayProxyEventV2WithIAMAuthorizer['requestContext']>;
  return authorizer?.iam.userArn;
}

/** What tells a role's session from a user; a role's name is the same in all its ARNs, its path stands in its own alone. */
const session = /^arn:([^:]+):sts::(\d{12}):assumed-role\/([^/]+)\/(.+)$/;

/** A caller's name: a user's own; of a session `role/session`, which is no user's name, since whoever assumes a role chooses that of the session. */
export function identityName(arn: string): Caller['name'] {
  const [, , , role, name] = session.exec(arn) ?? [];
  return role ? `${role}/${name}` : (arn.split('/').at(-1) ?? arn);
}

/** The ARN, without a path, of the role behind a session; undefined for a user. */
export function roleBehind(arn: string): string | undefined {
  const [, partition, account, role] = session.exec(arn) ?? [];
  return role && `arn:${partition}:iam::${account}:role/${role}`;
}
