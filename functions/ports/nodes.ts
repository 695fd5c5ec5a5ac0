import type { JsonObject } from './json.ts';

/** For whom nodes are asked: as in a call of AWS. */
export interface NodesCaller {
  /** The ARN of the principal on whose behalf it is: who started the run. */
  startedBy: string;
  roleArn?: string;
  sessionName: string;
  region: string;
}

/** One run of a Command document on nodes; either `instanceIds` or `targets` says on which. */
export interface NodeCommand {
  /** Names it for good: `execution/step/attempt`. */
  id: string;
  /** There when the same command may have been started before, and then not before this moment (epoch milliseconds). */
  startedSince?: number;
  documentName: string;
  instanceIds?: string[];
  targets?: JsonObject[];
  parameters: Record<string, string[]>;
  /** What else SSM's SendCommand takes (DocumentVersion, Comment, TimeoutSeconds, OutputS3BucketName …), in its words. */
  options: JsonObject;
}

/** How a command stands. The output and the response code are there once it is over and ran on one node, as one plugin. */
export interface NodeCommandState {
  status: 'Pending' | 'InProgress' | 'Cancelling' | 'Success' | 'Failed' | 'TimedOut' | 'Cancelled';
  output?: string;
  responseCode?: number;
}

/**
 * Runs commands on machines (SSM Run Command; an agent where there is none). Refusals are AwsError, AwsUnreachable and AwsUnusable as of the aws port.
 * `unavailable` tells which of the nodes cannot take a command now. `start` answers with the command's id; a command that was started before is found, not
 * started again. `cancel` of what is over changes nothing. `takeBack` cancels a command that may have been started, and whose id nobody kept.
 */
export interface Nodes {
  unavailable(instanceIds: string[], caller: NodesCaller): Promise<string[]>;
  start(command: NodeCommand, caller: NodesCaller): Promise<string>;
  status(commandId: string, caller: NodesCaller): Promise<NodeCommandState>;
  cancel(commandId: string, caller: NodesCaller): Promise<void>;
  takeBack(command: NodeCommand, caller: NodesCaller): Promise<void>;
}
