import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Clears the screen, names the window, writes over the line and turns the direction of writing; in a terminal it is obeyed. */
export const evil = 'x\u001b[2J\u001b]0;owned\u0007\r\u009b31m\u202ey\u0000';
/** What is to be seen of it. */
export const seen = 'x^[[2J^[]0;owned^G^M\\u009b31m\\u202ey^@';

const text = JSON.stringify(evil);
const step = {
  StepName: evil,
  Action: evil,
  StepStatus: 'Failed',
  StepExecutionId: 'step',
  FailureMessage: evil,
  ExecutionStartTime: 1000,
  ExecutionEndTime: 1001,
};
const asked = { ...step, Action: 'aws:approve', StepStatus: 'Waiting', StepExecutionId: 'gate', FailureMessage: '' };
const decision = JSON.stringify({ Approver: evil, ApprovalStatus: 'Approved', Comment: evil });
const gate = {
  ...asked,
  Inputs: { Approvers: JSON.stringify([evil]), Message: text, MinRequiredApprovals: '2' },
  Outputs: { ApproverDecisions: [decision] },
};
const execution = {
  AutomationExecutionId: 'ID',
  AutomationExecutionStatus: 'Failed',
  DocumentName: evil,
  DocumentVersion: evil,
  Parameters: { [evil]: [evil] },
  ExecutedBy: evil,
  FailureMessage: `no ${evil}`,
  Outputs: { [evil]: [evil] },
  StepExecutions: [step, gate],
  ExecutionStartTime: 1000,
  ExecutionEndTime: 1001,
};
const versions = { templateMajorVersion: '1', templateMinorVersion: '0' };
const summary = { id: evil, environmentName: evil, serviceName: evil, deploymentStatus: evil, createdAt: 1000 };

/** What a server that means no good answers, by target. */
export const answers: Record<string, object> = {
  'AmazonSSM.DescribeAutomationExecutions': {
    AutomationExecutionMetadataList: [
      { ...execution, AutomationExecutionId: evil, AutomationExecutionStatus: evil, CurrentStepName: evil },
    ],
  },
  'AmazonSSM.GetAutomationExecution': { AutomationExecution: execution },
  'AmazonSSM.CreateDocument': { DocumentDescription: { Name: evil, DocumentVersion: '1' } },
  'AmazonSSM.UpdateDocument': { DocumentDescription: { Name: evil, DocumentVersion: evil } },
  'AmazonSSM.StartAutomationExecution': { AutomationExecutionId: evil },
  'AmazonSSM.DescribeDocument': { Document: { DocumentFormat: 'YAML', Parameters: [] } },
  'AmazonSSM.GetDocument': { Name: evil, DocumentVersion: evil, Content: `description: ${evil}\n` },
  'AmazonSSM.ListDocuments': { DocumentIdentifiers: [{ Name: evil, DocumentVersion: evil, DocumentType: evil }] },
  'AWSEvents.ListRules': { Rules: [{ Name: evil, State: evil, EventPattern: evil }] },
  'AWSEvents.DescribeRule': { Name: evil, State: evil, Description: evil, EventPattern: evil },
  'AWSEvents.ListTargetsByRule': { Targets: [{ Id: evil, Arn: evil, Input: evil }] },
  'AWSEvents.PutEvents': { Entries: [{ EventId: evil }] },
  'QuaymasterEvents.ListDeadLetters': {
    DeadLetters: [{ Time: 1000, EventId: evil, RuleArn: evil, TargetId: evil, ErrorCode: evil, ErrorMessage: evil }],
  },
  'Quaymaster.ListPrincipals': { Principals: [{ Name: evil, Arn: evil }] },
  'Quaymaster.ListNodes': { Nodes: [{ NodeId: evil, Name: evil, Connected: false, AgentVersion: evil }] },
  'Quaymaster.CreateNode': { NodeId: evil, Token: evil },
  'AwsProton20200720.ListEnvironments': {
    environments: [{ name: evil, templateName: evil, deploymentStatus: evil, ...versions }],
  },
  'AwsProton20200720.ListServiceInstances': { serviceInstances: [] },
  'AwsProton20200720.GetEnvironmentTemplate': { environmentTemplate: { recommendedVersion: evil } },
  'AwsProton20200720.ListDeployments': { deployments: [summary] },
  'AwsProton20200720.GetDeployment': {
    deployment: {
      ...summary,
      deploymentStatusMessage: evil,
      targetState: { environment: { templateName: evil, spec: evil, ...versions } },
    },
  },
  'QuaymasterProton.PreviewEnvironment': {
    Resources: [{ Action: 'Modify', LogicalResourceId: evil, ResourceType: evil, Members: [evil] }],
    Files: [{ Path: evil, Before: `a\n${evil}\n`, After: `b\n${evil}\n` }],
  },
  'OpsWorks_20130218.DescribeStacks': { Stacks: [{ StackId: 'stack', Name: evil }] },
  'OpsWorks_20130218.DescribeDeployments': {
    Deployments: [{ DeploymentId: evil, StackId: 'stack', Status: evil, Command: { Name: evil } }],
  },
  'OpsWorks_20130218.DescribeCommands': { Commands: [{ InstanceId: evil, Status: evil, LogUrl: 'LOG' }] },
  'OpsWorks_20130218.DescribeInstances': { Instances: [{ InstanceId: evil, Hostname: evil }] },
};

/** Such a server, where it is. */
export async function evilServer(): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    const target = String(request.headers['x-amz-target'] ?? '');
    request.resume().on('end', () => {
      if (request.url === '/health' || request.url === '/log') return void response.end(evil);
      if (request.url?.startsWith('/v1/')) return void response.end('{"software_deployments":[]}');
      const answer = answers[target];
      response.statusCode = answer ? 200 : 400;
      response.setHeader('x-amzn-requestid', 'one');
      const body = JSON.stringify(answer ?? { __type: 'Evil', message: evil });
      response.end(body.replace('"LOG"', `"http://${request.headers.host}/log"`));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => new Promise<void>((resolve) => void server.close(() => resolve()).closeAllConnections());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}
