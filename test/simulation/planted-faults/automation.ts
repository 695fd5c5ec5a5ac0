import type { PlantedFault } from './planted-fault.ts';

const runs = 'functions/ssm/automation-executions';
const tasks = 'functions/ssm/tasks';

/** Each of these breaks a promise of runs of a runbook; the simulator must say so, or it proves nothing. */
export const inAutomations: PlantedFault[] = [
  {
    name: 'no look for the decision after the token is written',
    file: `${tasks}/waiting.ts`,
    text: 'await wake(ports, { execution: execution?.value, step: step?.value });',
    instead: 'void [wake, execution, step];',
    breaks: /still waits/,
  },
  {
    name: 'the token is completed before the decision is written',
    file: `${runs}/send-automation-signal.ts`,
    text: `  if (writes.length) await ports.store.write(writes);
  await wake(ports, { execution: run.execution.value, step: run.steps.at(-1)?.value, ...change });`,
    instead: `  await wake(ports, { execution: run.execution.value, step: run.steps.at(-1)?.value, ...change });
  if (writes.length) await ports.store.write(writes);`,
    breaks: /still waits/,
  },
  {
    name: 'a stop does not wake the run',
    file: `${runs}/stop-automation-execution.ts`,
    text: 'await wake(ports, { execution: stopped, step });',
    instead: 'void [wake, step];',
    breaks: /it was stopped, and \w+ still waits/,
  },
  {
    name: 'a token of an earlier wait that comes late takes the place of the newest',
    file: 'functions/ports/waits.ts',
    text: 'if (before.value.number > number || tokens.includes(token)) return undefined;',
    instead: 'if (before.value.number > number) return [token];\n  if (tokens.includes(token)) return undefined;',
    breaks: /stays Waiting/,
  },
  {
    name: 'writes whatever the version is',
    file: 'local/database/sqlite-store.ts',
    text: 'const lost = changes.find((change, place) => versionOf(found[place], now) !== change.expect);',
    instead: 'const lost = changes.find((change, place) => versionOf(found[place], now) < 0 && change);',
    breaks: /a decision was lost|is not on record|its stop was acknowledged|became/,
  },
  {
    name: 'a decision is written without a look at the execution',
    file: `${runs}/send-automation-signal.ts`,
    text: '{ check: executionKey(id), expect: execution.version },',
    instead: '...(executionKey(id) ? [] : []),',
    breaks: /a decision came after the stop/,
  },
  {
    name: 'somebody who approves twice counts twice',
    file: `${runs}/approval.ts`,
    text: 'step.decisions?.find((decision) => decision.approver === approver)',
    instead: 'step.decisions?.find((decision) => decision.approver === approver && now < 0)',
    breaks: /somebody decided twice/,
  },
  {
    name: 'decisions count after the last one that was needed',
    file: `${runs}/approval.ts`,
    text: 'if (step.verdict) throw refused(signal, `step ${step.name} is already decided`);',
    instead: '',
    breaks: /a decision came after (Approved|Rejected)/,
  },
  {
    name: 'decisions count after the time of the step',
    file: `${runs}/approval.ts`,
    text: 'if (step.wakeAt !== undefined && now >= step.wakeAt) throw',
    instead: 'if (step.wakeAt === 1) throw',
    breaks: /a decision came after its time/,
  },
  {
    name: 'one approval less is enough',
    file: `${runs}/approval.ts`,
    text: 'decisions.length >= requiredApprovals(step)',
    instead: 'decisions.length >= requiredApprovals(step) - 1',
    breaks: /it passed with/,
  },
  {
    name: 'a cancelled run does not follow onCancel',
    file: `${runs}/decide.ts`,
    text: "const target = progress.cancelling === 'asked' && cancelTarget(progress);",
    instead: 'const target = undefined as ReturnType<typeof cancelTarget>;',
    breaks: /undo ran 0 times/,
  },
  {
    name: 'a run that ends keeps its place',
    file: `${runs}/drive.ts`,
    text: 'const left = await leave(ports.store, run.execution.value);',
    instead: 'const left = (await leave(ports.store, run.execution.value)).slice(1);',
    breaks: /hold a place|stays Pending/,
  },
  {
    name: 'a run that ends does not let the next one go on',
    file: `${runs}/drive.ts`,
    text: 'await admit(ports, record);',
    instead: 'void admit;',
    breaks: /it is Pending, and there is a place|stays Pending/,
  },
  {
    name: 'who waits for a place is looked for in an index',
    file: `${runs}/admission.ts`,
    text: 'store.list<{ id: string }>({ partition: queueOf(counted), limit: 1 });',
    instead:
      "store.list<{ id: string }>({ partition: 'automation-executions#Pending#2026-01', index: 'status', limit: 1 });",
    breaks: /it is Pending, and there is a place/,
  },
  {
    name: 'a step begins before it is on record',
    file: `${runs}/drive.ts`,
    text: 'if (!actionOf(record)?.isPure || drive.changes.size > mostChanges) await flush(drive);',
    instead: '',
    breaks: /before it was on record/,
  },
  {
    name: 'each call outside has an idempotency token of its own',
    file: 'functions/ssm/steps/role.ts',
    text: '`${execution.id}/${record.id}/${record.attempt}/${purpose}`',
    instead: '`${Math.random()}/${execution.id}/${record.id}/${purpose}`',
    breaks: /was called with several tokens/,
  },
  {
    name: 'the result of an earlier attempt counts for a later one',
    file: `${runs}/settle-step.ts`,
    text: 'value.id === stepId && value.attempt === attempt && !isFinished(value)',
    instead: 'value.id === stepId && attempt > 0 && !isFinished(value)',
    breaks: /succeeded with the result of/,
  },
  {
    name: 'a step that is over is settled again',
    file: `${runs}/settle-step.ts`,
    text: 'value.id === stepId && value.attempt === attempt && !isFinished(value)',
    instead: 'value.id === stepId && value.attempt === attempt && isFinished',
    breaks: /became \w+, told otherwise/,
  },
  {
    name: 'a cancelled script goes on',
    file: 'functions/ssm/steps/execute-script.ts',
    text: `  async cancel(context) {
    await context.ports.scripts.stop(jobId(context));`,
    instead: '  async cancel() {',
    breaks: /it is over, and its script runs/,
  },
  {
    name: 'a ClientToken is not kept',
    file: `${runs}/start-automation-execution.ts`,
    text: 'input.ClientToken ? [{ put: tokenItem(input, record, caller), expect: 0 }] : []',
    instead: 'input.ClientToken && tokenItem(input, record, caller) ? [] : []',
    breaks: /started .* and/,
  },
  {
    name: 'a ClientToken is good for any request',
    file: `${runs}/client-token.ts`,
    text: 'if (started && started.value.request !== requestHash(input)) throw idempotentParameterMismatch(input.ClientToken);',
    instead: 'void [requestHash, idempotentParameterMismatch];',
    breaks: /was good for several requests/,
  },
  {
    name: 'reconciling starts no machines',
    file: `${tasks}/reconcile.ts`,
    text: 'await restartRun(ports, execution);',
    instead: 'void restartRun;',
    breaks: /stays (InProgress|Pending|Cancelling)|still waits/,
  },
  {
    name: 'reconciling wakes nobody',
    file: `${tasks}/reconcile.ts`,
    text: 'await wake(ports, { execution, step });',
    instead: 'void [wake, step];',
    breaks: /still waits|it timed out though it was approved|stays/,
  },
  {
    name: 'answers come before the sync',
    file: 'local/database/database.ts',
    text: 'entry: this.#journal.next - 1, waiters: this.#takeWaiters() };',
    instead: `entry: this.#journal.next - 1, waiters: [] as Waiter[] };
    settle(this.#takeWaiters(), null);`,
    breaks: /was acknowledged/,
  },
  {
    name: 'a sync that failed counts as done',
    file: 'local/database/database.ts',
    text: 'if (error) this.abandon(error);\n      else this.#durable = syncing.entry;\n      settle(syncing.waiters, error);\n      // After the turns that were asked for before.\n      if (!error && this.#isOpen)',
    instead:
      'this.#durable = syncing.entry;\n      settle(syncing.waiters, null);\n      void error;\n      if (this.#isOpen)',
    breaks: /was acknowledged/,
  },
  {
    name: 'a write to the log that failed counts as done',
    file: 'local/database/row-journal.ts',
    text: 'this.#log?.append({ number: this.#next, text: JSON.stringify(this.#changes) });',
    instead:
      'try {\n      this.#log?.append({ number: this.#next, text: JSON.stringify(this.#changes) });\n    } catch {}',
    breaks: /was acknowledged|does not start|is not there/,
  },
  {
    name: 'what the log has is believed without its checksum',
    file: 'local/database/change-log.ts',
    text: 'bytes.readUInt32LE(at + 12) !== checksum(bytes.subarray(at, end), headerLength + length)',
    instead: 'at < 0',
    breaks: /does not start/,
  },
  {
    name: 'a log is written over before the tables are on the disk',
    file: 'local/database/row-journal.ts',
    text: 'this.writeAll();\n    this.#log.syncTables();',
    instead: 'this.writeAll();',
    breaks: /does not start/,
  },
  {
    name: 'who starts forgets what only the log has',
    file: 'local/database/row-journal.ts',
    text: 'const entries = [...this.#log.entries(first)];',
    instead: 'const entries = [...this.#log.entries(Infinity)];',
    breaks: /was acknowledged/,
  },
  {
    name: 'a program that starts calls no task again',
    file: 'local/states/recover-executions.ts',
    text: "if (phase === 'task' && state.type === 'Task') callTaskAgain(runtime, frame, state);",
    instead: 'void callTaskAgain;',
    breaks: /stays|still waits/,
  },
  {
    name: 'a program that starts sets no alarm',
    file: 'local/states/recover-executions.ts',
    text: 'timers.rearm();',
    instead: '',
    breaks: /waits past its time|stays/,
  },
];
