import type { Ports } from '../../functions/ports/ports.ts';
import { embeddedHeat } from '../../local/embedded-heat.ts';

describe('OpenStack’s door of the embedded program', () => {
  const principal = { name: 'admin', arn: 'arn', accessKeyId: 'id', secretAccessKey: 'secret', policies: [] };
  const trust = { principals: { find: async () => principal }, account: '0', region: 'r', administrator: principal };
  const door = embeddedHeat({} as Ports, trust, undefined);

  it.each([
    ['GET', '/', true],
    ['POST', '/', false],
    ['GET', '/v1/demo/software_configs', true],
    ['GET', '/v2', true],
    ['POST', '/identity/v3/auth/tokens', true],
    ['GET', '/health', false],
    ['GET', '/identityx', false],
    ['POST', '/ssm', false],
    ['GET', '/vault/v1/x', false],
  ])('takes %s %s: %s', (method, path, isTaken) => {
    const event = { rawPath: path, requestContext: { http: { method } } };

    expect(door.takes(event as never)).toBe(isTaken);
  });
});
