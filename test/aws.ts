import type { AwsApi, AwsCall } from '../functions/ports/aws-api.ts';
import type { JsonObject } from '../functions/ports/json.ts';

/** What the fake says to one call: an answer, an error it throws, or a function of the call. */
export type AwsAnswer = JsonObject | Error | ((call: AwsCall) => JsonObject);

/** An AWS that answers as a test told it and keeps what it was asked. */
export interface FakeAws extends AwsApi {
  calls: AwsCall[];
  /** Tells what `ec2.DescribeInstances` answers: the first time, the second, … and the last ever after. */
  on(operation: string, ...answers: AwsAnswer[]): void;
  /** What was asked so far, in order: `['ec2.DescribeInstances', input]`. */
  asked(): [string, JsonObject][];
}

/** Makes one that knows no operation yet. */
export function fakeAws(): FakeAws {
  const calls: AwsCall[] = [];
  const answers = new Map<string, AwsAnswer[]>();
  const nameOf = ({ service, operation }: AwsCall) => `${service}.${operation}`;
  return {
    calls,
    on: (operation, ...given) => void answers.set(operation, given),
    asked: () => calls.map((call) => [nameOf(call), call.input]),
    call: async (call) => {
      calls.push(structuredClone(call));
      const left = answers.get(nameOf(call)) ?? [];
      const [answer = new Error(`The test did not say what ${nameOf(call)} answers.`)] = left;
      if (left.length > 1) left.shift();
      if (answer instanceof Error) throw answer;
      return structuredClone(typeof answer === 'function' ? answer(call) : answer);
    },
  };
}
