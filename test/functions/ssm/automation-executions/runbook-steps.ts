/** The variable that `set` changes. */
export const variables = { variables: { Last: { type: 'String', default: 'none' } } };

/** A step that is over at once and leaves its name behind. */
export const set = (name: string, rest: object = {}) => ({
  name,
  action: 'aws:updateVariable',
  inputs: { Name: 'variable:Last', Value: name },
  ...rest,
});

/** A gate with approvers. */
export const approve = (Approvers: string[] | string, rest: object = {}, MinRequiredApprovals = 1) => ({
  name: 'gate',
  action: 'aws:approve',
  inputs: { Approvers, MinRequiredApprovals },
  ...rest,
});

/** A script that waits until the test ends it, with the number it answers as output N. */
export const script = (name: string, rest: object = {}) => ({
  name,
  action: 'aws:executeScript',
  inputs: { Runtime: 'python3.11', Handler: 'main', Script: 'def main(e, c): return {}' },
  outputs: [{ Name: 'N', Selector: '$.Payload.n', Type: 'Integer' }],
  ...rest,
});
