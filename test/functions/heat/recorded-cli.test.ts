import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '../../../functions/ports/json.ts';
import { openStack } from './openstack.ts';

interface Command {
  name: string;
  requests: { method: string; path: string; body: JsonObject | null; status: number }[];
}

const file = join(import.meta.dirname, '../../../../shared/cases/heat/heat-cli.jsonl');
const commands = existsSync(file)
  ? readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Command)
  : [];

/** What the recordings call the things that a command made, in the order they were made. */
const names: Record<string, string[]> = {
  'config create': ['<config>'],
  'deployment create': ['<derived>', '<deployment>'],
  'deployment create without a config': ['<other config>', '<deployment2>'],
};

/** What a client that was recorded sent goes through, in its order. */
(commands.length ? describe : describe.skip)('what the real openstack and heat commands send', () => {
  it('is answered with the statuses that Heat answered with', async () => {
    const stack = await openStack();
    const ids: Record<string, string> = { '<tenant>': 'demo' };
    let newest = '';
    const seen: [string, number][] = [];
    for (const { name, requests } of commands) {
      const made: string[] = [];
      for (const { method, path, body } of requests) {
        const place = Object.entries(ids).reduce((text, [mark, id]) => text.replace(mark, id), path);
        // A deployment names the config that its command has just made.
        const sent = body && { ...body, ...('config_id' in body && { config_id: newest }) };
        const answer = await stack.call(method, place, sent ? { body: sent } : {});
        seen.push([`${name}: ${method} ${path}`, answer.status]);
        const { software_config: config, software_deployment: deployment } = Object(answer.body) as Partial<
          typeof answer.body
        >;
        if (method !== 'POST' || !(config ?? deployment)) continue;
        newest = config?.id ?? newest;
        made.push(config?.id ?? deployment?.id ?? '');
      }
      (names[name] ?? []).forEach((mark, at) => (ids[mark] = made[at] ?? ''));
    }

    const expected = commands.flatMap(({ name, requests }) =>
      requests.map(({ method, path, status }) => [`${name}: ${method} ${path}`, status]),
    );
    expect(seen).toEqual(expected);
  });
});
