import type { NodeOrder } from '../../../functions/nodes/command.ts';
import { payloadOf, sealOrder } from '../../../functions/nodes/sealed-payload.ts';
import { randomIds } from '../../../functions/ports/random-ids.ts';
import { plainSecrets } from '../../../local/plain-secrets.ts';

const ports = { ids: randomIds(), secrets: plainSecrets() };
const order: NodeOrder = {
  ...{ id: 'opsworks/d/c', node: 'n1', owner: 'opsworks', kind: 'opsworks', timeoutSeconds: 60 },
  payload: { password: 'geheim', large: 'x'.repeat(300_000) },
};

describe('a sealed order', () => {
  it('opens as it was', async () => {
    const sealed = await sealOrder(order, ports);

    expect(await payloadOf(sealed, ports)).toEqual(order.payload);
  });

  it('holds nothing of it, in little space, and looks different each time', async () => {
    const [one, other] = [await sealOrder(order, ports), await sealOrder(order, ports)];

    expect(one.payload).toEqual({});
    expect(JSON.stringify(one)).not.toContain('geheim');
    expect(JSON.stringify(one).length).toBeLessThan(2000);
    expect(one.sealed?.text).not.toBe(other.sealed?.text);
  });

  it.each([
    ['another command', (sealed: NodeOrder) => ({ ...sealed, id: 'opsworks/d/e' })],
    [
      'a text that was changed',
      (sealed: NodeOrder) => ({ ...sealed, sealed: { key: sealed.sealed?.key ?? '', text: 'AAAA'.repeat(20) } }),
    ],
  ])('does not open for %s', async (_, changed) => {
    const sealed = changed(await sealOrder(order, ports));

    await expect(payloadOf(sealed, ports)).rejects.toMatchObject({ name: 'SecretUnreadable' });
  });

  it('that was never sealed is read as it lies there', async () => {
    expect(await payloadOf(order, ports)).toBe(order.payload);
  });
});
