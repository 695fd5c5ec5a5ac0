import {
  DescribeAutomationExecutionsCommand,
  type DescribeAutomationExecutionsCommandInput,
  DescribeAutomationStepExecutionsCommand,
  type DescribeAutomationStepExecutionsCommandInput,
  GetAutomationExecutionCommand,
  GetDocumentCommand,
  type GetDocumentCommandInput,
  ListDocumentsCommand,
  type ListDocumentsCommandInput,
  ListDocumentVersionsCommand,
  SendAutomationSignalCommand,
  type SendAutomationSignalCommandInput,
  SSMClient,
  StartAutomationExecutionCommand,
  type StartAutomationExecutionCommandInput,
  StopAutomationExecutionCommand,
  type StopAutomationExecutionCommandInput,
} from '@aws-sdk/client-ssm';
import { clientOf } from './client.ts';

const ssm = clientOf((configuration) => new SSMClient(configuration));

export const describeAutomationExecutions = (input: DescribeAutomationExecutionsCommandInput) =>
  ssm((client) => client.send(new DescribeAutomationExecutionsCommand(input)));

export const describeAutomationStepExecutions = (input: DescribeAutomationStepExecutionsCommandInput) =>
  ssm((client) => client.send(new DescribeAutomationStepExecutionsCommand(input)));

export const getAutomationExecution = (AutomationExecutionId: string) =>
  ssm((client) => client.send(new GetAutomationExecutionCommand({ AutomationExecutionId })));

export const getDocument = (input: GetDocumentCommandInput) =>
  ssm((client) => client.send(new GetDocumentCommand(input)));

export const listDocuments = (input: ListDocumentsCommandInput) =>
  ssm((client) => client.send(new ListDocumentsCommand(input)));

export const listDocumentVersions = (Name: string, NextToken?: string) =>
  ssm((client) => client.send(new ListDocumentVersionsCommand({ Name, NextToken, MaxResults: 50 })));

export const sendAutomationSignal = (input: SendAutomationSignalCommandInput) =>
  ssm((client) => client.send(new SendAutomationSignalCommand(input)));

export const startAutomationExecution = (input: StartAutomationExecutionCommandInput) =>
  ssm((client) => client.send(new StartAutomationExecutionCommand(input)));

export const stopAutomationExecution = (input: StopAutomationExecutionCommandInput) =>
  ssm((client) => client.send(new StopAutomationExecutionCommand(input)));
