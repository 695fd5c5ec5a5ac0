import { randomUUID } from 'node:crypto';
import { signalUrl } from '../../../functions/heat/signals/url.ts';
import type { Json } from '../../../functions/ports/json.ts';
import { base, basic, openStack, type OpenStack, type Seen } from './openstack.ts';
import {
  at,
  type Auth,
  type Case,
  filled,
  matches,
  pythonJson,
  recordedCases,
  type Request,
} from './recorded-cases.ts';

const cases = recordedCases();

describe('the cases recorded on real Heat', () => {
  let stack: OpenStack;
  let people = 0;
  beforeAll(async () => {
    stack = await openStack();
  });

  const usual = ['member', 'reader'];

  async function send(request: Request, auth: Auth, { tenant, ...others }: Record<string, string>): Promise<Seen> {
    if (request.signal) return signal(request.signal, tenant ?? '');
    // Where a case names a second project, whoever asks has a role there too: here it takes one.
    const projects = auth.project === undefined ? [tenant ?? '', ...Object.values(others)] : [auth.project];
    const keys = await stack.someone(`someone-${people++}`, auth.roles ?? usual, ...projects);
    const { method, path, body, raw_body: raw, headers } = request;
    const text = raw ?? (body === undefined ? '' : pythonJson(body));
    const type = text === '' ? {} : { 'content-type': 'application/json' };
    const given = Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
    return stack.call(method, path, { raw: text, headers: { ...type, ...given, ...basic(keys) } });
  }

  async function signal(
    { deployment_id: deploymentId, details }: { deployment_id: string; details: unknown },
    tenant: string,
  ) {
    const expires = stack.clock.now() / 1000 + 60;
    const url = await signalUrl(base, { project: tenant, deploymentId, expires }, stack.ports);
    return stack.call('PUT', url.slice(base.length), { token: null, body: details as Json });
  }

  async function play(one: Case): Promise<void> {
    const tenant = `t${randomUUID().slice(0, 8)}`;
    const projects = { tenant, other_tenant: `o${tenant}`, stack_user_project: `p${tenant}` };
    const variables: Record<string, unknown> = { ...projects, absent_id: randomUUID(), run: tenant };
    const fill = <Value>(value: Value): Value => filled(value, variables);
    for (const { sleep, request, auth, expect_status: status = 200, save = {} } of one.setup ?? []) {
      stack.clock.advance((sleep ?? 0) * 1000 + 1);
      if (sleep !== undefined) continue;
      const answer = await send(fill(request), fill(auth ?? {}), projects);
      expect([one.id, answer.status]).toEqual([one.id, status]);
      for (const [name, path] of Object.entries(save)) variables[name] = at(answer.body, path);
    }
    stack.clock.advance(1);
    for (const { request, expect: wanted, auth } of [one, ...(one.then ?? [])] as Case[]) {
      const answer = await send(fill(request), fill(auth ?? {}), projects);
      const { status, body, headers = {} } = fill(wanted);
      expect(answer).toMatchObject({ status });
      if (body !== undefined && !matches(body, answer.body)) expect(answer.body).toEqual(body);
      for (const [name, value] of Object.entries(headers)) expect(matches(value, answer.headers[name])).toBe(true);
    }
  }

  if (cases.length === 0) it.skip('are not there: ../shared/cases/heat', () => undefined);
  else it.each(cases.map((one) => [one.id, one.name, one] as const))('%s: %s', async (_id, _name, one) => play(one));
});
