import {
  CreateDocumentCommand,
  GetAutomationExecutionCommand,
  StartAutomationExecutionCommand,
  UpdateDocumentCommand,
} from '@aws-sdk/client-ssm';
import type { Keys } from '../../local/credentials-file.ts';
import type { Started } from './server.ts';

/** A release that two people must let pass, then goes one of two ways. */
export const release = `schemaVersion: '0.3'
description: Two people let a version pass, then it is rolled out.
parameters:
  Version:
    type: String
    description: The version to release.
    allowedPattern: '^[0-9]+\\.[0-9]+\\.[0-9]+$'
  Stage:
    type: String
    description: Where it goes.
    default: staging
    allowedValues: [staging, production]
  Approvers:
    type: StringList
    description: Who may let it pass; two of them must.
    default: [alice, bob]
mainSteps:
  - name: prepare
    action: aws:sleep
    inputs: { Duration: PT1S }
  - name: gate
    action: aws:approve
    timeoutSeconds: 172800
    onFailure: step:tidyUp
    inputs:
      Approvers: '{{ Approvers }}'
      MinRequiredApprovals: 2
      Message: 'Release {{ Version }} to {{ Stage }}? The change window closes at 18:00.'
  - name: chooseStage
    action: aws:branch
    inputs:
      Choices:
        - Variable: '{{ Stage }}'
          StringEquals: production
          NextStep: rollOutSlowly
      Default: rollOut
  - name: rollOutSlowly
    action: aws:sleep
    inputs: { Duration: PT2S }
    nextStep: verify
  - name: rollOut
    action: aws:sleep
    inputs: { Duration: PT1S }
  - name: verify
    action: aws:executeScript
    onFailure: step:tidyUp
    isEnd: true
    inputs:
      Runtime: python3.11
      Handler: verify
      InputPayload: { version: '{{ Version }}' }
      Script: |
        def verify(events, context):
            if events["version"].startswith("0."):
                raise Exception("health check of " + events["version"] + " answered 502 on 3 of 4 hosts")
            return {"healthy": True, "hosts": ["web-1", "web-2"], "version": events["version"]}
    outputs:
      - { Name: Hosts, Selector: $.Payload.hosts, Type: StringList }
  - name: tidyUp
    action: aws:sleep
    inputs: { Duration: PT1S }
outputs: [verify.Hosts]
`;

/** What an approver may do: see runs and runbooks, and decide. */
const approverPolicy = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: ['ssm:Describe*', 'ssm:Get*', 'ssm:List*', 'ssm:SendAutomationSignal', 'ssm:StartAutomationExecution'],
      Resource: '*',
    },
  ],
};

/** Makes a principal and answers with its keys. */
export async function principal({ call }: Started, Name: string, policy: object = approverPolicy): Promise<Keys> {
  const input = { Name, PolicyDocument: JSON.stringify(policy) };
  const made = await call<{ AccessKeyId: string; SecretAccessKey: string }>('Quaymaster.CreatePrincipal', input);
  return { accessKeyId: made.AccessKeyId, secretAccessKey: made.SecretAccessKey };
}

/** Makes a runbook of YAML or JSON. */
export async function runbook(server: Started, Name: string, Content: string): Promise<void> {
  const DocumentFormat = Content.startsWith('{') ? 'JSON' : 'YAML';
  await server.ssm().send(new CreateDocumentCommand({ Name, Content, DocumentFormat, DocumentType: 'Automation' }));
}

/** A second version of it. */
export async function newVersion(server: Started, Name: string, Content: string): Promise<void> {
  await server
    .ssm()
    .send(new UpdateDocumentCommand({ Name, Content, DocumentFormat: 'YAML', DocumentVersion: '$LATEST' }));
}

/** Starts it and answers with the execution's id. */
export async function start(
  server: Started,
  DocumentName: string,
  Parameters: Record<string, string[]> = {},
  Mode?: 'Interactive',
): Promise<string> {
  const command = new StartAutomationExecutionCommand({
    DocumentName,
    ...(Object.keys(Parameters).length && { Parameters }),
    ...(Mode && { Mode }),
  });
  return (await server.ssm().send(command)).AutomationExecutionId ?? '';
}

/** Waits until an execution has one of the statuses. */
export async function reach(server: Started, id: string, ...statuses: string[]): Promise<void> {
  const client = server.ssm();
  for (let turn = 0; turn < 400; turn++) {
    const { AutomationExecution } = await client.send(new GetAutomationExecutionCommand({ AutomationExecutionId: id }));
    if (statuses.includes(AutomationExecution?.AutomationExecutionStatus ?? '')) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${id} is not ${statuses.join(' or ')}`);
}

/** What official clients of a server are made with. */
export const configOf = ({ url, administrator }: Started) => ({
  endpoint: url,
  region: 'us-east-1',
  credentials: administrator,
  maxAttempts: 3,
});

/** Waits until it is so, for half a minute at most. */
export async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 600; turn++) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('It never came to it');
}
