import type { PlantedFault } from './planted-fault.ts';

const nodes = 'functions/nodes';

/** Each of these breaks a promise of scripts that runbooks run on machines of ours. */
export const inRunCommands: PlantedFault[] = [
  {
    name: 'a stop is not passed on to machines',
    file: 'functions/ssm/steps/run-command.ts',
    text: 'await (commandId ? nodes.cancel(commandId, caller) : nodes.takeBack(formerOf(context), caller));',
    instead: 'void [nodes, caller, commandId, formerOf];',
    breaks: /it is over, and \S+ is (queued|running)/,
  },
  {
    name: 'a command is successful where one of its machines is',
    file: `${nodes}/run-command-state.ts`,
    text: 'order.find((one) => all.includes(one))',
    instead: 'order.findLast((one) => all.includes(one))',
    breaks: /succeeded, and its commands are|it is over, and \S+ is (queued|running)/,
  },
  {
    name: 'a command that is sent again is another one',
    file: `${nodes}/own-nodes.ts`,
    text: "const digits = hash('sha256', id, 'hex');",
    instead: "const digits = hash('sha256', `${id}${Math.random()}`, 'hex');",
    breaks: /attempts sent \d+ commands/,
  },
];
