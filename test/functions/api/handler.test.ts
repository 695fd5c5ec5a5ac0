import {
  GetAutomationExecutionCommand,
  ListDocumentsCommand,
  StopAutomationExecutionCommand,
} from '@aws-sdk/client-ssm';
import fc from 'fast-check';
import { ApiError } from '../../../functions/api/error.ts';
import type { Service } from '../../../functions/api/service.ts';
import { WriteConflict } from '../../../functions/ports/store.ts';
import { eventOf, openDoor } from '../../door.ts';
import { signedEvent } from '../../signed.ts';
import { echoService, id } from './echo.ts';

const get = new GetAutomationExecutionCommand({ AutomationExecutionId: id });
const doing = (actions: Service['actions']): Service => ({ ...echoService(), actions });
const throwing = (error: Error) => doing({ StopAutomationExecution: async () => Promise.reject(error) });
const stop = new StopAutomationExecutionCommand({ AutomationExecutionId: id });

describe('the door', () => {
  it('answers the official client', async () => {
    const door = await openDoor([echoService()]);

    const answer = await door.ssm().send(get);

    expect(answer.AutomationExecution).toEqual({
      AutomationExecutionId: id,
      ExecutionStartTime: new Date('2020-03-09T07:00:33.748Z'),
    });
    expect(answer.$metadata).toMatchObject({ httpStatusCode: 200, requestId: '00000000-0000-4000-8000-000000000003' });
  });

  it('answers in JSON 1.1 with the id of the request', async () => {
    const door = await openDoor([echoService()]);
    const body = `{"AutomationExecutionId":"${id}"}`;

    expect(await door.handler(signedEvent({ keys: door.administrator, body }))).toEqual({
      statusCode: 200,
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amzn-requestid': '00000000-0000-4000-8000-000000000003',
      },
      body: `{"AutomationExecution":{"AutomationExecutionId":"${id}","ExecutionStartTime":1583737233.748}}`,
    });
  });

  it('is healthy for anybody', async () => {
    const door = await openDoor([]);

    const answer = await door.handler(eventOf({ method: 'GET', path: '/health', headers: {} }));

    expect(answer).toMatchObject({ statusCode: 200, body: '{"status":"ok"}' });
  });

  it.each([
    ['an unknown operation', 'POST', '/', 'AmazonSSM.NoSuchThing', 400, 'UnknownOperationException'],
    ['an operation without an action', 'POST', '/', 'AmazonSSM.UpdateDocument', 400, 'UnknownOperationException'],
    ['an unknown service', 'POST', '/', 'AmazonEC2.GetAutomationExecution', 400, 'UnknownOperationException'],
    ['what every object has', 'POST', '/', 'AmazonSSM.constructor', 400, 'UnknownOperationException'],
    ['no operation', 'POST', '/', '', 400, 'UnknownOperationException'],
    ['an unknown path', 'POST', '/ssm/x', 'AmazonSSM.ListDocuments', 404, 'NotFoundException'],
    ['a path that is not canonical', 'POST', '//', 'AmazonSSM.ListDocuments', 404, 'NotFoundException'],
    ['another method', 'GET', '/', 'AmazonSSM.ListDocuments', 405, 'MethodNotAllowedException'],
    ['another method for health', 'POST', '/health', '', 405, 'MethodNotAllowedException'],
  ])('refuses %s', async (_name, method, path, target, status, code) => {
    const door = await openDoor([echoService()]);

    const answer = await door.handler(eventOf({ method, path, headers: { 'x-amz-target': target } }));

    expect(answer.statusCode).toBe(status);
    expect(answer.headers).toMatchObject({ 'x-amzn-errortype': code, 'content-type': 'application/x-amz-json-1.1' });
    expect(JSON.parse(answer.body ?? '')).toMatchObject({
      __type: code,
      message: expect.stringMatching(/./) as string,
    });
  });

  it('shows an error that the operation lists', async () => {
    const error = new ApiError('AutomationExecutionNotFoundException', 'Not here');
    const door = await openDoor([throwing(error)]);

    await expect(door.ssm().send(stop)).rejects.toMatchObject({
      name: 'AutomationExecutionNotFoundException',
      message: 'Not here',
      $metadata: { httpStatusCode: 400 },
    });
  });

  it.each([
    ['an error that the operation does not list', new ApiError('InvalidDocument', 'secret')],
    ['a bug', new TypeError('secret')],
  ])('hides %s and logs it', async (_name, error) => {
    const door = await openDoor([throwing(error)]);

    const refusal = await door
      .ssm()
      .send(stop)
      .catch((reason: unknown) => reason);

    expect(refusal).toMatchObject({
      name: 'InternalServerError',
      message: 'Internal Server Error',
      $metadata: { httpStatusCode: 500 },
    });
    expect(door.lines).toContainEqual({
      level: 'error',
      message: 'internal error',
      fields: { operation: 'StopAutomationExecution', requestId: '00000000-0000-4000-8000-000000000003', error },
    });
  });

  it('runs an action again after it lost a race', async () => {
    let runs = 0;
    const action = async () => (++runs < 20 ? Promise.reject(new WriteConflict('lost')) : {});
    const door = await openDoor([doing({ StopAutomationExecution: action })]);

    await door.ssm().send(stop);

    expect(runs).toBe(20);
  });

  it('asks the client to wait after twenty lost races', async () => {
    const door = await openDoor([throwing(new WriteConflict('lost'))]);

    await expect(door.ssm().send(stop)).rejects.toMatchObject({
      name: 'ThrottlingException',
      message: 'Rate exceeded',
    });
  });

  it('tells an action who calls', async () => {
    let seen: unknown;
    const action = async (_input: object, _ports: object, caller: object) => ((seen = caller), {});
    const door = await openDoor([doing({ StopAutomationExecution: action })]);

    await door.ssm().send(stop);

    expect(seen).toEqual({
      arn: 'arn:aws:iam::000000000000:user/admin',
      name: 'admin',
      account: '000000000000',
      region: 'us-east-1',
    });
  });

  it('writes one line for each request', async () => {
    const door = await openDoor([echoService()]);

    await door.ssm().send(new ListDocumentsCommand({}));
    await door.handler(eventOf({ method: 'POST', path: '/', headers: {} }));

    expect(door.lines).toEqual([
      {
        level: 'info',
        message: 'request',
        fields: {
          operation: 'ssm:ListDocuments',
          principal: 'arn:aws:iam::000000000000:user/admin',
          status: 200,
          requestId: '00000000-0000-4000-8000-000000000003',
          ms: 0,
        },
      },
      {
        level: 'info',
        message: 'request',
        fields: {
          operation: undefined,
          principal: undefined,
          status: 400,
          requestId: '00000000-0000-4000-8000-000000000004',
          ms: 0,
        },
      },
    ]);
  });

  it('answers any headers, path, query and body without an error of its own', async () => {
    const door = await openDoor([echoService()]);
    const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }));
    const name = fc.constantFrom(
      'authorization',
      'x-amz-date',
      'host',
      'x-amz-content-sha256',
      '__proto__',
      'constructor',
    );
    const known = signedEvent({ keys: door.administrator }).headers as Record<string, string>;
    const authorization = known['authorization'] ?? '';
    const mutated = fc
      .tuple(fc.nat(authorization.length), fc.nat(9), text)
      .map(([at, cut, put]) => authorization.slice(0, at) + put + authorization.slice(at + cut));
    const request = fc.record({
      method: fc.constantFrom('POST', 'GET', 'PUT'),
      path: fc.oneof(
        fc.constantFrom('/', '/ssm', '/ssm/'),
        text.map((path) => `/${path}`),
      ),
      headers: fc.dictionary(name, fc.oneof(text, mutated), { noNullPrototype: true }),
      body: fc.oneof(text, fc.uint8Array()),
    });

    await fc.assert(
      fc.asyncProperty(request, async ({ headers, ...rest }) => {
        const answer = await door.handler(eventOf({ ...rest, headers: { ...known, ...headers } }));

        expect([400, 404, 405]).toContain(answer.statusCode);
      }),
      { numRuns: 1000 },
    );
    expect(door.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });
});
