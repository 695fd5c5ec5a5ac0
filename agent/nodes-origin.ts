import type { Entry, Order } from './journal.ts';
import type { Go, Origin } from './origin.ts';
import type { CommandResult } from './result.ts';
import { NoAnswer, Refused, type Wire, type WireRequest } from './wire.ts';

/** What a poll brings: what is new, what to end, and how many seconds to pause. */
export interface Polled {
  commands: Omit<Order, 'origin'>[];
  cancel: string[];
  pause: number;
}

/** A server that gives commands to this node. */
export interface NodesOrigin extends Origin {
  poll(known: string[], wait: number, signal: AbortSignal): Promise<Polled>;
}

/** How it is reached; the token is asked for each time, so that a new one counts at once. */
export interface NodesOriginOptions {
  wire: Wire;
  server: string;
  token: () => string;
  agent: string;
  about: { version: string; platform: string; hostname: string };
}

const patience = 30_000;
/** A report the server will never take, however often it comes: it knows better how the command ended, or the report is too odd. */
const final = new Set([400, 404, 409, 413]);

/** As much as the server takes, in characters. */
const longestReason = 2000;

/** The server's own wire for agents (docs/agent.md). */
export function nodesOrigin({ wire, server, token, agent, about }: NodesOriginOptions): NodesOrigin {
  const ask = async <Answer>(path: string, body: object, how: Partial<WireRequest> = {}): Promise<Answer> => {
    const headers = { authorization: `Bearer ${token()}`, 'content-type': 'application/json' };
    const url = `${server.replace(/\/+$/, '')}/nodes/${path}`;
    const sent = { method: 'POST' as const, url, headers, body: JSON.stringify({ agent, ...body }) };
    const answer = await wire.send({ ...sent, timeout: patience, ...how });
    const value = objectIn(answer.body, url);
    if (answer.status !== 200)
      throw new Refused(answer.status, typeof value.message === 'string' ? value.message : String(answer.status));
    return value as Answer;
  };
  const unlessFinal = async (asked: Promise<object>): Promise<boolean> => {
    try {
      await asked;
      return true;
    } catch (error) {
      if (error instanceof Refused && final.has(error.status)) return false;
      throw error;
    }
  };
  return {
    poll: (known, wait, signal) =>
      ask<Polled>('poll', { known, wait, ...about }, { timeout: wait * 1000 + patience, signal }),
    begin: ({ id }: Entry) => ask<Go>('begin', { id }),
    log: ({ id }, index, text) => unlessFinal(ask('log', { id, index, text })),
    finish: async ({ id, pieces }, { outputs: _none, reason, ...result }: CommandResult) => {
      const why = reason === undefined ? {} : { reason: reason.slice(0, longestReason) };
      await unlessFinal(ask('finish', { id, ...result, ...why, chunks: pieces }));
    },
  };
}

function objectIn(text: string, url: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Told below.
  }
  throw new NoAnswer(`${new URL(url).host} does not answer in JSON: is it Quaymaster?`);
}
