import type { Json } from '../../../functions/ports/json.ts';
import { compileMachine } from '../../../local/states/machine.ts';
import { call, machine } from './machines.ts';

const compile = (definition: Json): unknown =>
  compileMachine('m', definition, { region: 'us-east-1', account: '000000000000' });
const pass = { Type: 'Pass', End: true };

describe('compileMachine', () => {
  it.each<[string, Json]>([
    ['State \'A\' has the unknown Type "Loop"', machine({ A: { Type: 'Loop', End: true } })],
    ["State 'A' has the unknown Type undefined", machine({ A: { End: true } })],
    ["StartAt names the state 'B', which is not there", { StartAt: 'B', States: { A: pass } }],
    ["State 'A' names the state 'B', which is not there", machine({ A: { Type: 'Pass', Next: 'B' } })],
    [
      "State 'A' names the state 'B'",
      machine({ A: { Type: 'Choice', Choices: [{ Variable: '$', IsNull: true, Next: 'B' }] } }),
    ],
    [
      "State 'A' names the state 'B'",
      machine({ A: call('f', { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'B' }] }) }),
    ],
    ["State 'A': It needs either Next or End", machine({ A: { Type: 'Pass' } })],
    ["State 'A': Next and End are not for it", machine({ A: { Type: 'Succeed', End: true } })],
    ["State 'A': Retry is not supported here", machine({ A: { ...pass, Retry: [] } })],
    ["QueryLanguage 'JSONata' is not supported", { ...(machine({ A: pass }) as object), QueryLanguage: 'JSONata' }],
    ["State 'A': QueryLanguage 'JSONata' is not supported", machine({ A: { ...pass, QueryLanguage: 'JSONata' } })],
    [
      "State 'A': The Resource 'arn:aws:states:::sqs:sendMessage' is not supported",
      machine({ A: call('f', { Resource: 'arn:aws:states:::sqs:sendMessage' }) }),
    ],
    [
      "State 'A': The Resource 'arn:aws:states:::lambda:invoke.sync' is not supported",
      machine({ A: call('f', { Resource: 'arn:aws:states:::lambda:invoke.sync' }) }),
    ],
    [
      "State 'A': TimeoutSeconds must be a whole number of at least 1",
      machine({ A: call('f', { TimeoutSeconds: 0 }) }),
    ],
    [
      "State 'A': Only one of TimeoutSeconds and TimeoutSecondsPath",
      machine({ A: call('f', { TimeoutSeconds: 1, TimeoutSecondsPath: '$' }) }),
    ],
    ["State 'A': '$.' is not a valid JSONPath", machine({ A: { ...pass, InputPath: '$.' } })],
    [
      "State 'A': 'States.Nope' is not an intrinsic function",
      machine({ A: { ...pass, Parameters: { 'x.$': 'States.Nope()' } } }),
    ],
    [
      "State 'A': A Wait needs exactly one of",
      machine({ A: { Type: 'Wait', Seconds: 1, SecondsPath: '$', End: true } }),
    ],
    [
      "State 'A': Branches must hold at least one branch",
      machine({ A: { Type: 'Parallel', Branches: [], End: true } }),
    ],
    [
      'State \'A\': The Map mode "DISTRIBUTED" is not supported',
      machine({
        A: {
          Type: 'Map',
          ItemProcessor: { ...(machine({ B: pass }) as object), ProcessorConfig: { Mode: 'DISTRIBUTED' } },
          End: true,
        },
      }),
    ],
    [
      "State 'A': ItemReader is not supported here",
      machine({ A: { Type: 'Map', ItemReader: {}, ItemProcessor: machine({ B: pass }), End: true } }),
    ],
    [
      "State 'A': State 'B' names the state 'C', which is not there",
      machine({ A: { Type: 'Map', Iterator: machine({ B: { Type: 'Pass', Next: 'C' } }), End: true } }),
    ],
    ['The definition must be an object', 'text'],
  ])('refuses with: %s', (message, definition) => {
    expect(() => compile(definition)).toThrow(`State machine 'm': ${message}`);
  });
});
