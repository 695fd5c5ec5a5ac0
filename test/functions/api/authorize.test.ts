import {
  CreateDocumentCommand,
  DescribeAutomationExecutionsCommand,
  GetAutomationExecutionCommand,
  ListDocumentsCommand,
  StartAutomationExecutionCommand,
  StopAutomationExecutionCommand,
} from '@aws-sdk/client-ssm';
import { openDoor, type TestDoor } from '../../door.ts';
import { echoService, id } from './echo.ts';

let door: TestDoor;
let service: ReturnType<typeof echoService>;

beforeEach(async () => {
  service = echoService();
  door = await openDoor([service]);
});

const allow = (Action: string | string[], Resource: string | string[] = '*', Condition?: object) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...(Condition && { Condition }),
});
const deny = (Action: string, Resource: string) => ({ Effect: 'Deny', Action, Resource });
const client = async (...Statement: object[]) =>
  door.ssm(await door.principal('reader', { Version: '2012-10-17', Statement }));

const start = (DocumentName: string, DocumentVersion?: string) =>
  new StartAutomationExecutionCommand({ DocumentName, ...(DocumentVersion && { DocumentVersion }) });
const get = new GetAutomationExecutionCommand({ AutomationExecutionId: id });
const create = new CreateDocumentCommand({ Name: 'Deploy', Content: '{}' });
const deployments = 'arn:aws:ssm:*:000000000000:automation-definition/Deploy-*:*';

describe('authorization', () => {
  it('lets the administrator do everything', async () => {
    const { $metadata } = await door.ssm().send(create);

    expect($metadata.httpStatusCode).toBe(200);
  });

  it('refuses what no policy allows, in the words of AWS', async () => {
    const reader = await client(allow(['ssm:Get*', 'ssm:List*']));

    await expect(reader.send(create)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message:
        'User: arn:aws:iam::000000000000:user/reader is not authorized to perform: ssm:CreateDocument on resource: arn:aws:ssm:us-east-1:000000000000:document/Deploy because no identity-based policy allows the ssm:CreateDocument action',
      $metadata: { httpStatusCode: 400 },
    });
    expect(service.inputs).toEqual([]);
  });

  it('names all resources where IAM knows none for the action', async () => {
    const reader = await client(allow('ssm:Get*'));

    await expect(reader.send(new DescribeAutomationExecutionsCommand({}))).rejects.toThrow(
      'on resource: arn:aws:ssm:us-east-1:000000000000:* because',
    );
  });

  it('refuses what a policy denies although another allows it', async () => {
    const writer = await client(allow('*'), deny('ssm:CreateDocument', '*'));

    await expect(writer.send(create)).rejects.toThrow(
      'on resource: arn:aws:ssm:us-east-1:000000000000:document/Deploy with an explicit deny in an identity-based policy',
    );
  });

  it('tells runbooks apart by their names', async () => {
    const deployer = await client(allow('ssm:StartAutomationExecution', deployments));

    expect((await deployer.send(start('Deploy-shop'))).AutomationExecutionId).toBe(id);
    expect((await deployer.send(start('Deploy-blog', '3'))).AutomationExecutionId).toBe(id);
    await expect(deployer.send(start('Destroy-shop'))).rejects.toThrow(
      'on resource: arn:aws:ssm:us-east-1:000000000000:automation-definition/Destroy-shop:$DEFAULT because',
    );
  });

  it('takes a runbook named by its ARN for the same runbook', async () => {
    const deployer = await client(allow('ssm:StartAutomationExecution', deployments));
    const arn = 'arn:aws:ssm:eu-west-1:111122223333:document/Destroy-shop';

    await expect(deployer.send(start(arn))).rejects.toThrow('automation-definition/Destroy-shop:$DEFAULT');
  });

  it('takes policies for documents and executions, too', async () => {
    const document = 'arn:aws:ssm:*:000000000000:document/Deploy-shop';
    const execution = 'arn:aws:ssm:*:000000000000:automation-execution/*';
    const deployer = await client(allow('ssm:StartAutomationExecution', [document, execution]));

    expect((await deployer.send(start('Deploy-shop'))).AutomationExecutionId).toBe(id);
    await expect(deployer.send(start('Deploy-blog'))).rejects.toThrow('is not authorized');
  });

  it('lets a denied document stop a start that its definition allows', async () => {
    const denied = 'arn:aws:ssm:*:*:document/Deploy-shop';
    const deployer = await client(allow('ssm:*'), deny('ssm:StartAutomationExecution', denied));

    await expect(deployer.send(start('Deploy-shop'))).rejects.toThrow('with an explicit deny');
    expect((await deployer.send(start('Deploy-blog'))).AutomationExecutionId).toBe(id);
  });

  it('looks at conditions anew for every request', async () => {
    const until = { DateLessThan: { 'aws:CurrentTime': '2026-01-01T00:01:00Z' } };
    const reader = await client(allow('ssm:ListDocuments', '*', until));

    expect((await reader.send(new ListDocumentsCommand({}))).DocumentIdentifiers).toEqual([]);
    door.clock.advance(60_000);
    await expect(reader.send(new ListDocumentsCommand({}))).rejects.toThrow('is not authorized');
  });

  it.each([
    ['the address', { IpAddress: { 'aws:SourceIp': '127.0.0.0/8' } }, { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }],
    [
      'the region',
      { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } },
      { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
    ],
    ['secure transport', { Bool: { 'aws:SecureTransport': 'false' } }, { Bool: { 'aws:SecureTransport': 'true' } }],
    ['the name', { StringLike: { 'aws:username': 'read*' } }, { StringLike: { 'aws:username': 'write*' } }],
  ])('knows %s for conditions', async (_name, met, unmet) => {
    const list = allow('ssm:ListDocuments', '*', met);
    const reader = await client(list, allow('ssm:GetAutomationExecution', '*', unmet));

    expect((await reader.send(new ListDocumentsCommand({}))).DocumentIdentifiers).toEqual([]);
    await expect(reader.send(get)).rejects.toThrow('is not authorized');
  });

  it('knows the tags of a request for conditions', async () => {
    const tagged = { StringEquals: { 'aws:RequestTag/team': 'shop' } };
    const writer = await client(allow('ssm:CreateDocument', '*', tagged));
    const input = { Name: 'Deploy', Content: '{}' };

    await writer.send(new CreateDocumentCommand({ ...input, Tags: [{ Key: 'team', Value: 'shop' }] }));
    await expect(
      writer.send(new CreateDocumentCommand({ ...input, Tags: [{ Key: 'team', Value: 'x' }] })),
    ).rejects.toThrow('is not authorized');
    await expect(writer.send(new CreateDocumentCommand(input))).rejects.toThrow('is not authorized');
  });

  it('puts the name of the caller into resources', async () => {
    const own = 'arn:aws:ssm:*:*:document/${aws:username}-*';
    const writer = await client(allow('ssm:CreateDocument', own));

    await writer.send(new CreateDocumentCommand({ Name: 'reader-one', Content: '{}' }));
    await expect(writer.send(new CreateDocumentCommand({ Name: 'writer-one', Content: '{}' }))).rejects.toThrow(
      'is not authorized',
    );
  });

  const named = (Name: string, team?: string) =>
    new CreateDocumentCommand({ Name, Content: '{}', ...(team && { Tags: [{ Key: 'team', Value: team }] }) });
  const secret = 'arn:aws:ssm:*:*:document/Secret';

  it('remembers no answer for a resource where a statement excepts another', async () => {
    const writer = await client({ Effect: 'Allow', Action: 'ssm:*', NotResource: secret });

    await writer.send(named('Deploy'));
    await expect(writer.send(named('Secret'))).rejects.toThrow('is not authorized');
    await writer.send(named('Deploy'));
  });

  it('remembers no answer for a resource where a statement is about all other actions', async () => {
    const writer = await client(allow('ssm:*'), { Effect: 'Deny', NotAction: 'ssm:List*', Resource: secret });

    await writer.send(named('Deploy'));
    await expect(writer.send(named('Secret'))).rejects.toThrow('with an explicit deny');
    await writer.send(named('Deploy'));
  });

  it('puts the tags of a request into resources', async () => {
    const writer = await client(allow('ssm:CreateDocument', 'arn:aws:ssm:*:*:document/${aws:RequestTag/team}-*'));

    await writer.send(named('shop-one', 'shop'));
    await expect(writer.send(named('shop-one', 'blog'))).rejects.toThrow('is not authorized');
    await expect(writer.send(named('shop-one'))).rejects.toThrow('is not authorized');
  });

  it('allows nothing where a service names no resource', async () => {
    const careless = await openDoor([{ ...service, resources: () => [[]] }]);

    await expect(careless.ssm().send(get)).rejects.toMatchObject({ name: 'InternalServerError' });
    expect(service.inputs).toEqual([]);
  });

  it('takes stars in an id for letters', async () => {
    const one = await client(allow('ssm:StopAutomationExecution', `arn:aws:ssm:*:*:automation-execution/${id}`));
    const stars = new StopAutomationExecutionCommand({ AutomationExecutionId: '*'.repeat(36) });

    await expect(one.send(stars)).rejects.toThrow('is not authorized');
    await one.send(new StopAutomationExecutionCommand({ AutomationExecutionId: id }));
  });

  it('does not let a line break in an id slip past a denial', async () => {
    const all = await client(
      allow('*'),
      deny('ssm:StopAutomationExecution', 'arn:aws:ssm:*:*:automation-execution/4105*'),
    );
    const broken = new StopAutomationExecutionCommand({ AutomationExecutionId: `${id.slice(0, 35)}\n` });

    await expect(all.send(broken)).rejects.toThrow('with an explicit deny');
  });

  it('says what is wrong with the input before it says who may', async () => {
    const nobody = await client(allow('s3:*'));
    const short = new GetAutomationExecutionCommand({ AutomationExecutionId: 'short' });

    await expect(nobody.send(short)).rejects.toMatchObject({ name: 'ValidationException' });
  });
});
