import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { RunOrder, ScriptAnswer, ScriptOrder } from '../../../functions/scripts/script-order.ts';

const modules = new URL('../../../functions/scripts', import.meta.url).pathname;
const runtime = `
import json, sys
sys.path.insert(0, ${JSON.stringify(modules)})
import script_lambda
for line in sys.stdin:
    print(json.dumps(script_lambda.handler(json.loads(line), None)), flush=True)`;

/** A Lambda function in miniature: script_lambda.py in as many processes as scripts run at a time, each used again and again. */
export interface ExecutionEnvironments {
  run: RunOrder;
  /** What was asked, in order, with its tenant. */
  orders: [ScriptOrder, string][];
  close(): void;
}

/** Makes one whose /tmp is a folder; a python3 starts with the first script. */
export function executionEnvironments(folder: string): ExecutionEnvironments {
  const idle: ChildProcess[] = [];
  const all: ChildProcess[] = [];
  const orders: [ScriptOrder, string][] = [];
  const started = (): ChildProcess => {
    const env = { ...process.env, TMPDIR: folder, AWS_SECRET_ACCESS_KEY: "the function's own" };
    const child = spawn('python3', ['-c', runtime], { env, stdio: ['pipe', 'pipe', 'inherit'] });
    all.push(child);
    return child;
  };
  return {
    orders,
    run: async (order, tenant) => {
      orders.push([order, tenant]);
      const child = idle.pop() ?? started();
      const { stdin, stdout } = child;
      if (!stdin || !stdout) throw new Error('no pipes');
      const lines = createInterface({ input: stdout });
      const answered = new Promise<string>((resolve, reject) => {
        lines.once('line', resolve);
        child.once('exit', () => reject(new Error('the environment ended')));
      });
      stdin.write(`${JSON.stringify(order)}\n`);
      const answer = JSON.parse(await answered) as ScriptAnswer;
      lines.close();
      idle.push(child);
      return answer;
    },
    close: () => all.forEach((child) => child.kill('SIGKILL')),
  };
}
