import type { Json, JsonObject } from '../../ports/json.ts';

/** A runbook (Automation document, schemaVersion 0.3) after it was read and checked; absent optional keys stay absent. */
export interface Runbook {
  description?: string;
  assumeRole?: string;
  parameters: Record<string, ParameterDefinition>;
  variables: Record<string, VariableDefinition>;
  mainSteps: Step[];
  /** `Step.Output` names, never braced. */
  outputs: string[];
  /** The attachments that steps may name, with the SHA-256 in hex each must have. */
  files?: Record<string, string>;
}

/** A parameter as the document declares it; without a default it is required. */
export interface ParameterDefinition {
  type: string;
  description?: string;
  default?: Json;
  allowedValues?: Json[];
  allowedPattern?: string;
  minItems?: number;
  maxItems?: number;
  minChars?: number;
  maxChars?: number;
}

/** A variable of the run, read as `{{ variable:NAME }}` and set by aws:updateVariable. */
export interface VariableDefinition {
  type: string;
  description?: string;
  default?: Json;
}

/** What follows a failure or a cancel: end the run, carry on, or go to a step. */
export type Fallback = 'Abort' | 'Continue' | { step: string };

/** One step of `mainSteps`, or of an aws:loop's `Steps`. `isCritical` is there only where the document says so. */
export interface Step {
  name: string;
  action: string;
  description?: string;
  inputs: JsonObject;
  maxAttempts: number;
  /** Per attempt; a reference such as `{{ Seconds }}` stays text until the step starts. */
  timeoutSeconds?: number | string;
  onFailure: Fallback;
  onCancel: Fallback;
  nextStep?: string;
  isEnd: boolean;
  isCritical?: boolean;
  outputs: StepOutput[];
  /** The `Steps` of an aws:loop, which stand there instead of in its inputs. */
  steps?: Step[];
}

/** A named output of a step: `Selector` is a JSONPath into the action's answer. */
export interface StepOutput {
  Name: string;
  Selector: string;
  Type: string;
}
