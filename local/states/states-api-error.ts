/** The errors of Step Functions' API that the engine answers with. */
export type StatesApiErrorCode =
  | 'ActivityDoesNotExist'
  | 'ExecutionAlreadyExists'
  | 'ExecutionDoesNotExist'
  | 'InvalidArn'
  | 'InvalidExecutionInput'
  | 'InvalidName'
  | 'InvalidOutput'
  | 'InvalidToken'
  | 'StateMachineDoesNotExist'
  | 'TaskDoesNotExist'
  | 'TaskTimedOut'
  | 'ValidationException';

/** A caller's fault, told by the API's own code (which is also its `name`, as in the SDK). */
export class StatesApiError extends Error {
  readonly code: StatesApiErrorCode;

  constructor(code: StatesApiErrorCode, message: string) {
    super(message);
    this.name = code;
    this.code = code;
  }
}
