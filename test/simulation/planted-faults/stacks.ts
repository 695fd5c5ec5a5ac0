import type { PlantedFault } from './planted-fault.ts';

const nodes = 'functions/nodes';
const opsworks = 'functions/opsworks';

/** Each of these breaks a promise of OpsWorks' deployments, or of the agents that carry them out. */
export const inStacks: PlantedFault[] = [
  {
    name: 'an agent may begin what another one has taken',
    file: `${nodes}/begin.ts`,
    text: "if (command.agent !== agent) return { go: false, reason: 'another agent has taken it' };",
    instead: '',
    breaks: /it was begun by \S+, after/,
  },
  {
    name: 'a command that is over may be begun',
    file: `${nodes}/begin.ts`,
    text: `if (command.state !== 'running') return { go: false, reason: \`it is \${command.state}\` };
  if (command.agent !== agent)`,
    instead: `if (command.state === 'queued') return { go: false };
  if (command.agent !== undefined && command.agent !== agent)`,
    breaks: /it was begun, and its record knows of/,
  },
  {
    name: 'the last report of a command counts',
    file: `${nodes}/command.ts`,
    text: 'if (!stored || isOver(stored.value)) return stored?.value;',
    instead: 'if (!stored) return undefined;',
    breaks: /it had ended as \S.*, and ended as/,
  },
  {
    name: 'what a command was to do is kept after its end',
    file: `${nodes}/command.ts`,
    text: '{ payload: _payload, sealed: _sealed, ...command }: CommandRecord,',
    instead: '{ payload: _payload, ...command }: CommandRecord,',
    breaks: /what it was to do is still there/,
  },
  {
    name: 'orders are not sealed',
    file: `${opsworks}/commands/give-order.ts`,
    text: 'const order = await sealOrder(await orderFor(ordered, ports), ports);',
    instead: 'const order = await orderFor(ordered, ports);\n  void sealOrder;',
    breaks: /a secret lies open in it/,
  },
  {
    name: 'nobody is told of the end of a command',
    file: `${nodes}/settle.ts`,
    text: '  await tell(command);\n',
    instead: '  void tell;\n',
    breaks: /its end was reported, and it still is pending/,
  },
  {
    name: 'a command leaves the queue before its owner is told',
    file: `${nodes}/settle.ts`,
    text: `  await tell(command);
  const { partition, sort } = queueKey(command);
  const entry = await ports.store.get({ partition, sort });
  if (!entry) return;`,
    instead: `  const { partition, sort } = queueKey(command);
  const entry = await ports.store.get({ partition, sort });
  if (!entry) return;
  void Promise.resolve().then(() => tell(command)).catch(() => undefined);`,
    breaks: /its end was reported, and it still is pending|all its commands are over, and it still runs/,
  },
  {
    name: 'an order wakes no agent that waits',
    file: `${nodes}/command.ts`,
    text: '  wakePoll(order.node);\n',
    instead: '',
    breaks: /its agent waits at the door, and was not told/,
  },
  {
    name: 'two reports at once spoil the log',
    file: `${nodes}/log.ts`,
    text: 'if (!found.includes(undefined) || !(await isWhole(id, objects))) await putWhole',
    instead: 'await putWhole',
    breaks: /its log is/,
  },
  {
    name: 'the end of a command does not let its machine go on',
    file: `${opsworks}/commands/finish.ts`,
    text: 'if (token !== undefined) await unlessGone(workflows.succeed(token, {}));',
    instead: 'void unlessGone;',
    breaks: /all its commands are over, and it still runs/,
  },
  {
    name: 'a deployment is successful though a command failed',
    file: `${opsworks}/tasks/end.ts`,
    text: "return (await commandsOf(store, deploymentId)).some(({ value }) => value.status === 'failed');",
    instead: 'return (await commandsOf(store, deploymentId)).length === 0;',
    breaks: /it is successful, and one of its commands failed/,
  },
  {
    name: 'a deployment that is over keeps its app',
    file: `${opsworks}/tasks/end.ts`,
    text: 'const forget: Write[] = app ? [{ remove: appSnapshotKey(id), expect: app.version }] : [];',
    instead: 'const forget: Write[] = app ? [] : [];',
    breaks: /its app with its secrets is kept/,
  },
  {
    name: 'reconciling starts no machines of stacks',
    file: `${opsworks}/tasks/reconcile.ts`,
    text: 'await startDeployment(value, ports);',
    instead: 'void [startDeployment, value];',
    breaks: /it stays running/,
  },
  {
    name: 'a node that is gone leaves its queue behind',
    file: `${nodes}/remove-node.ts`,
    text: `  await clearQueue(id, ports);
  const stored = await ports.store.get<NodeRecord>(nodeKey(id));
  if (!stored) return false;`,
    instead: `  const stored = await ports.store.get<NodeRecord>(nodeKey(id));
  if (!stored) return false;`,
    breaks: /it left, and its queue is kept|and its node left|it is over, and still in the queue/,
  },
];
