import { readFileSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { type Latency, load } from './measure.ts';
import { cpuSeconds, type Server } from './server.ts';

/** What agents cost that ask Heat's API for their metadata. */
export interface Polls {
  /** Polls a second from 64 connections, each for another server with a config of its own. */
  perSecond: number;
  latency: Latency;
  /** How much of one core 1,000 agents take that ask every 30 seconds. */
  coresOf1000Agents: number;
}

const servers = 1000;
const clients = 64;

/** Deploys a config to each of 1,000 servers, then polls their metadata as fast as the program answers. */
export async function metadataPolls(server: Server, data: string, polls: number): Promise<Polls> {
  const send = sender(server.url, readFileSync(join(data, 'token'), 'utf8').trim());
  const made = await send('POST', '/software_configs', { name: 'hello', group: 'script', config: 'echo hello' });
  const { id } = (made as { software_config: { id: string } }).software_config;
  await load(clients, servers, async (at) => {
    const body = { config_id: id, server_id: `server-${at}`, signal_transport: 'CFN_SIGNAL' };
    await send('POST', '/software_deployments', body);
  });
  const poll = async (at: number) => {
    const { metadata } = (await send('GET', `/software_deployments/metadata/server-${at % servers}`)) as {
      metadata: object[];
    };
    if (metadata.length !== 1) throw new Error(`${metadata.length} configs for one server`);
  };
  await load(clients, servers, poll);
  const before = cpuSeconds(server.pid);
  const { rate, latency } = await load(clients, polls, poll);
  const perPoll = (cpuSeconds(server.pid) - before) / polls;
  return { perSecond: rate, latency, coresOf1000Agents: (perPoll * 1000) / 30 };
}

type Send = (method: string, path: string, body?: object) => Promise<unknown>;

function sender(url: URL, token: string): Send {
  const agent = new http.Agent({ keepAlive: true, maxSockets: clients });
  return (method, path, body) =>
    new Promise((resolve, reject) => {
      const headers = { 'x-auth-token': token, ...(body && { 'content-type': 'application/json' }) };
      const at = { agent, host: url.hostname, port: url.port, method, path: `/v1/bench${path}`, headers };
      const request = http.request(at, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          if (response.statusCode === 200) resolve(JSON.parse(text));
          else reject(new Error(`${method} ${path}: ${response.statusCode} ${text}`));
        });
      });
      request.on('error', reject).end(body && JSON.stringify(body));
    });
}
