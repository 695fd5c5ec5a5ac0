import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { clientOf } from '../cli/client.ts';
import { profileIn, textOf } from '../local/credentials-file.ts';
import { cpuSeconds, dataFolder, residentMegabytes, type Server, startServer } from './server.ts';

/** What idle agents cost a server: `node bench/agents.ts --agents 1000 --seconds 60`. Each asks again when its poll of `--wait` seconds is over. */
const { values: options } = parseArgs({
  options: {
    agents: { type: 'string', default: '1000' },
    seconds: { type: 'string', default: '60' },
    wait: { type: 'string', default: '30' },
  },
});
const [agents, seconds, wait] = [options.agents, options.seconds, options.wait].map(Number) as [number, number, number];

const folder = dataFolder();
const server = await startServer(folder.path);
const stop = new AbortController();
try {
  const tokens = await nodes(server, agents);
  const connections = new http.Agent({ keepAlive: true, maxSockets: Infinity });
  const polls = { answered: 0, failed: 0 };
  tokens.forEach((token, at) => void agent(token, `agent-${at}`, { connections, polls }));
  // Until all have asked for the first time.
  await sleep(wait * 1000);
  const before = { cpu: cpuSeconds(server.pid), answered: polls.answered };
  await sleep(seconds * 1000);
  const cpu = cpuSeconds(server.pid) - before.cpu;
  console.log(
    `${agents} agents, polls of ${wait} s: ${((polls.answered - before.answered) / seconds).toFixed(1)} polls a second, ` +
      `${((100 * cpu) / seconds).toFixed(1)} % of one core, ${residentMegabytes(server.pid)} MB, ${polls.failed} failed`,
  );
} finally {
  stop.abort();
  await server.kill('SIGTERM');
  folder.remove();
}
process.exit(0);

/** Makes nodes; answers with their tokens. */
async function nodes({ url }: Server, count: number): Promise<string[]> {
  const keys = profileIn(textOf(`${folder.path}/credentials`), 'default');
  if (!keys) throw new Error('the data folder has no keys');
  const call = clientOf({ url: url.origin, region: 'us-east-1', keys });
  const tokens: string[] = [];
  const worker = async () => {
    while (tokens.length < count)
      tokens.push((await call<{ Token: string }>('Quaymaster.CreateNode', { Name: 'bench' })).Token);
  };
  await Promise.all(Array.from({ length: 16 }, worker));
  return tokens.slice(0, count);
}

interface Fleet {
  connections: http.Agent;
  polls: { answered: number; failed: number };
}

/** One agent that finds nothing to do; they do not all begin at once. */
async function agent(token: string, name: string, { connections, polls }: Fleet): Promise<void> {
  await sleep(Math.random() * wait * 1000);
  while (!stop.signal.aborted) {
    const isAnswered = await poll(token, name, connections);
    if (isAnswered) polls.answered += 1;
    else if (!stop.signal.aborted) polls.failed += 1;
    if (!isAnswered) await sleep(1000);
  }
}

function poll(token: string, name: string, connections: http.Agent): Promise<boolean> {
  const body = JSON.stringify({ agent: name, known: [], wait, version: '0', platform: 'bench', hostname: name });
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    'content-length': body.length,
  };
  return new Promise((resolve) => {
    const asked = http.request(
      `${server.url.origin}/nodes/poll`,
      { method: 'POST', agent: connections, headers },
      (answer) => {
        answer.resume().on('end', () => resolve(answer.statusCode === 200));
      },
    );
    asked.on('error', () => resolve(false)).end(body);
  });
}
