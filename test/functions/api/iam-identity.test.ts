import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Handler } from '../../../functions/api/handler.ts';
import { makeHandler } from '../../../functions/api/handler.ts';
import { storedIdentities } from '../../../functions/principals/identities.ts';
import { storedPrincipals } from '../../../functions/principals/stored-principals.ts';
import { plainSecrets } from '../../../local/plain-secrets.ts';
import { account, eventOf } from '../../door.ts';
import { type Callers, openCallers, policy } from '../principals/callers.ts';
import { signedEvent } from '../../signed.ts';
import { echoService } from './echo.ts';

const role = 'arn:aws:iam::111122223333:role/teams/approvers';
const session = 'arn:aws:sts::111122223333:assumed-role/approvers/alice';
const user = 'arn:aws:iam::111122223333:user/alice';

let callers: Callers;
let gateway: Handler;
beforeEach(async () => {
  callers = await openCallers();
  const { ports } = callers.door;
  const principals = storedPrincipals({ ...ports, secrets: plainSecrets() });
  const identities = storedIdentities(ports.store);
  gateway = makeHandler({ ports, services: [echoService()], principals, identities, account, region: 'us-east-1' });
});

/** A request as it comes by the route with the IAM authorizer, or changed. */
function event(userArn: string | undefined, change: object = {}): APIGatewayProxyEventV2 {
  const headers = { 'x-amz-target': 'AmazonSSM.ListDocuments' };
  const plain = eventOf({ method: 'POST', path: '/iam/ssm', headers, body: '{}' });
  const iam = { userArn, accountId: '111122223333', accessKey: 'ASIA', callerId: 'AROA:alice', userId: 'AROA:alice' };
  const requestContext = { ...plain.requestContext, ...(userArn && { authorizer: { iam } }) };
  return { ...plain, routeKey: 'POST /iam/{path+}', requestContext, ...change };
}
const ask = async (handler: Handler, of: APIGatewayProxyEventV2): Promise<[number | undefined, unknown]> => {
  const { statusCode, body = '' } = await handler(of);
  return [statusCode, (JSON.parse(body) as { __type?: string }).__type];
};
const known = (Arn: string, Name = 'known') => callers.call('CreatePrincipal', { Name, Arn, PolicyDocument: policy });

describe('an IAM identity behind API Gateway', () => {
  it.each([
    ['a session of a role', role, session],
    ['a user', user, user],
  ])('may do what the policy of its principal says: %s', async (_name, arn, userArn) => {
    expect(await known(arn)).toEqual({ statusCode: 200, Name: 'known', Arn: arn, CreateDate: 1_767_225_600 });

    expect(await ask(gateway, event(userArn))).toEqual([200, undefined]);
    const other = { headers: { 'x-amz-target': 'AmazonSSM.DescribeAutomationExecutions' } };
    expect(await ask(gateway, event(userArn, other))).toEqual([400, 'AccessDeniedException']);
  });

  it('may do nothing without a principal of its ARN, and says whose it would be', async () => {
    await known(role);
    const { body = '' } = await gateway(event(session.replace('approvers', 'others')));

    expect(JSON.parse(body)).toMatchObject({
      __type: 'AccessDeniedException',
      message:
        'User: arn:aws:sts::111122223333:assumed-role/others/alice is not authorized to perform: ssm:ListDocuments because no principal has its ARN',
    });
  });

  it('may do nothing once its principal was deleted', async () => {
    await known(role);
    await callers.call('DeletePrincipal', { Name: 'known' });

    expect(await ask(gateway, event(session))).toEqual([400, 'AccessDeniedException']);
    expect(await known(role)).toMatchObject({ statusCode: 200 });
  });

  it('has one principal', async () => {
    await known(role);

    expect(await known(role.replace('/teams', ''), 'again')).toMatchObject({ __type: 'EntityAlreadyExists' });
  });

  it.each<[string, object]>([
    ['by another route', { routeKey: 'POST /{path+}' }],
    ['by another path', { rawPath: '/ssm' }],
  ])('is not believed when the request came %s', async (_name, change) => {
    await known(role);

    expect((await ask(gateway, event(session, change)))[1]).not.toBeUndefined();
  });

  it('is not believed without the authorizer, nor are keys of ours there', async () => {
    await known(role);

    expect(await ask(gateway, event(undefined))).toEqual([400, 'UnrecognizedClientException']);
    const keys = callers.door.administrator;
    const signed = signedEvent({ keys, path: '/iam/ssm', target: 'AmazonSSM.ListDocuments' });
    expect(await ask(gateway, signed)).toEqual([400, 'UnrecognizedClientException']);
  });

  it('is never believed by a door that is not behind API Gateway', async () => {
    await known(role);

    expect(await ask(callers.door.handler, event(session))).toEqual([404, 'NotFoundException']);
    expect((await ask(callers.door.handler, event(session, { rawPath: '/ssm' })))[1]).toBe(
      'MissingAuthenticationTokenException',
    );
  });
});
