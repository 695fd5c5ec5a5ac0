import type http from 'node:http';
import { connect } from 'node:net';
import type { Call } from '../../bench/client.ts';
import { send } from './malformed/answers.ts';
import type { Malformed, World } from './malformed/request.ts';
import { signed } from './malformed/signed.ts';

/** What the work goes through: the program's address, a client of it, and what there is in its store. */
export interface Place {
  url: URL;
  agent: http.Agent;
  call: Call;
  world: World;
}

const set = { name: 'set', action: 'aws:updateVariable', inputs: { Name: 'variable:Last', Value: 'x' } };
const quick = { schemaVersion: '0.3', variables: { Last: { type: 'String', default: 'none' } }, mainSteps: [set] };

/** Makes the runbook that the work starts. */
export const prepare = ({ call }: Place) =>
  call('CreateDocument', { Name: 'Quick', DocumentType: 'Automation', Content: JSON.stringify(quick) });

async function run({ call }: Place): Promise<void> {
  const { AutomationExecutionId } = await call('StartAutomationExecution', { DocumentName: 'Quick' });
  await call('GetAutomationExecution', { AutomationExecutionId });
  await call('DescribeAutomationExecutions', { MaxResults: 10 });
}

/** A run that waits, and then goes on or is stopped. */
async function waitingRun({ call }: Place, turn: number): Promise<void> {
  const { AutomationExecutionId } = await call('StartAutomationExecution', { DocumentName: 'Fuzzed' });
  if (turn % 2) await call('StopAutomationExecution', { AutomationExecutionId });
  else await call('SendAutomationSignal', { AutomationExecutionId, SignalType: 'Resume' }).catch(expectRefusal);
}

/** A signal may come before the run waits for it. */
function expectRefusal(error: unknown): void {
  if (!/ 400 /.test(String(error))) throw error;
}

async function object({ url, agent, world }: Place, turn: number): Promise<void> {
  const path = `/${world.bucket}/soak-${turn % 100}`;
  for (const [method, body] of [['PUT', 'x'.repeat(2000)] as const, ['GET', ''] as const, ['DELETE', ''] as const])
    await send(url, agent, signed({ method, path, headers: {}, body }, { service: 's3' }, world.keys));
}

async function event({ url, agent, world }: Place): Promise<void> {
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AWSEvents.PutEvents' };
  const body = JSON.stringify({ Entries: [{ Source: 'none', DetailType: 'x', Detail: '{"a":1}' }] });
  await send(url, agent, signed({ method: 'POST', path: '/', headers, body }, { service: 'events' }, world.keys));
}

async function deployment({ url, agent, world }: Place): Promise<void> {
  const headers = { 'x-auth-token': world.keys.token, 'content-type': 'application/json' };
  const root = '/v1/000000000000';
  const ask = (method: string, path: string, body = '') =>
    send(url, agent, { method, path: root + path, headers, body });
  const config = JSON.stringify({ name: 'soak', group: 'script', config: 'echo' });
  const { text } = await ask('POST', '/software_configs', config);
  await ask('GET', '/software_deployments/metadata/11111111-1111-4111-8111-111111111111');
  await ask('DELETE', `/software_configs/${/"id": ?"([^"]+)"/.exec(text)?.[1] ?? ''}`);
}

/** A request that breaks off in its body. */
const broken = ({ url }: Place) =>
  new Promise<void>((resolve) => {
    const socket = connect({ host: url.hostname, port: Number(url.port) });
    socket.on('error', () => undefined).once('close', () => resolve());
    socket.write('POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 1000\r\n\r\n{', () => socket.resetAndDestroy());
  });

/** One turn of the work: mostly runs, now and then something else. */
export async function work(place: Place, turn: number, odd: Malformed): Promise<void> {
  await run(place);
  const others = [waitingRun, object, event, deployment, broken];
  await others[turn % others.length]?.(place, turn);
  if (turn % 10 === 0) await send(place.url, place.agent, odd);
}
