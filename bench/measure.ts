import { setTimeout as sleep } from 'node:timers/promises';

/** Middle and tail of a list of times in milliseconds. */
export interface Latency {
  p50: number;
  p99: number;
}

/** Runs `work` `count` times over `clients` workers; answers with its rate a second and the latency of each call. */
export async function load(
  clients: number,
  count: number,
  work: (at: number) => Promise<void>,
): Promise<{ rate: number; latency: Latency }> {
  const times: number[] = [];
  let next = 0;
  const began = performance.now();
  const worker = async () => {
    while (next < count) {
      const at = next++;
      const start = performance.now();
      await work(at);
      times.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: clients }, worker));
  return { rate: (count / (performance.now() - began)) * 1000, latency: latency(times) };
}

/** The same at `rate` calls a second, however long they take: a call's time counts from when it was due, so that no wait is left out. */
export async function paced(
  { clients, count, rate }: { clients: number; count: number; rate: number },
  work: () => Promise<void>,
): Promise<Latency> {
  const times: number[] = [];
  let next = 0;
  const began = performance.now();
  const worker = async () => {
    while (next < count) {
      const due = began + (next++ / rate) * 1000;
      if (due > performance.now()) await sleep(due - performance.now());
      await work();
      times.push(performance.now() - due);
    }
  };
  await Promise.all(Array.from({ length: clients }, worker));
  return latency(times);
}

/** p50 and p99 of times in milliseconds. */
export function latency(times: number[]): Latency {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN;
  return { p50: at(0.5), p99: at(0.99) };
}

/** Calls `work` as often as it can for a second of wall-clock time; answers with the rate a second. */
export async function rateOf(work: () => unknown, seconds = 1): Promise<number> {
  const end = performance.now() + seconds * 1000;
  const began = performance.now();
  let count = 0;
  while (performance.now() < end) {
    await work();
    count++;
  }
  return (count / (performance.now() - began)) * 1000;
}
