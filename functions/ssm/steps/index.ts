import { assertAwsResourceProperty } from './assert-aws-resource-property.ts';
import { branch } from './branch.ts';
import { approveOrWait } from './change-window.ts';
import { changeInstanceState } from './change-instance-state.ts';
import { copyImage } from './copy-image.ts';
import { createImage } from './create-image.ts';
import { createStack } from './create-stack.ts';
import { createTags } from './create-tags.ts';
import { deleteImage } from './delete-image.ts';
import { deleteStack } from './delete-stack.ts';
import { executeAutomation } from './execute-automation.ts';
import { executeAwsApi } from './execute-aws-api.ts';
import { executeScript } from './execute-script.ts';
import { executeStateMachine } from './execute-state-machine.ts';
import { invokeLambdaFunction } from './invoke-lambda-function.ts';
import { invokeWebhook } from './invoke-webhook.ts';
import { pause } from './pause.ts';
import { runCommand } from './run-command.ts';
import { runInstances } from './run-instances.ts';
import { sleep } from './sleep.ts';
import type { StepAction } from './step-action.ts';
import { updateVariable } from './update-variable.ts';
import { waitForAwsResourceProperty } from './wait-for-aws-resource-property.ts';

/** The runbook actions by name. aws:loop is not here: it does nothing itself, its turns are decided in decide.ts. */
export const stepActions: Record<string, StepAction> = {
  'aws:approve': approveOrWait,
  'aws:assertAwsResourceProperty': assertAwsResourceProperty,
  'aws:branch': branch,
  'aws:changeInstanceState': changeInstanceState,
  'aws:copyImage': copyImage,
  'aws:createImage': createImage,
  'aws:createStack': createStack,
  'aws:createTags': createTags,
  'aws:deleteImage': deleteImage,
  'aws:deleteStack': deleteStack,
  'aws:executeAutomation': executeAutomation,
  'aws:executeAwsApi': executeAwsApi,
  'aws:executeScript': executeScript,
  'aws:executeStateMachine': executeStateMachine,
  'aws:invokeLambdaFunction': invokeLambdaFunction,
  'aws:invokeWebhook': invokeWebhook,
  'aws:pause': pause,
  'aws:runCommand': runCommand,
  'aws:runInstances': runInstances,
  'aws:sleep': sleep,
  'aws:updateVariable': updateVariable,
  'aws:waitForAwsResourceProperty': waitForAwsResourceProperty,
};
