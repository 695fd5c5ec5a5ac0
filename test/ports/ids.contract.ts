import type { Ids } from '../../functions/ports/ids.ts';

/** What every implementation of the ids port does. */
export function idsContract(make: () => Ids): void {
  const many = Array.from({ length: 1000 });

  it('gives version 4 UUIDs, each its own', () => {
    const ids = make();
    const uuids = many.map(() => ids.uuid());

    for (const uuid of uuids)
      expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(new Set(uuids).size).toBe(1000);
  });

  it('gives version 7 UUIDs that begin with the time, each its own', () => {
    const ids = make();
    const before = Date.now();
    const uuids = many.map(() => ids.orderedUuid());

    for (const uuid of uuids)
      expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    for (const uuid of uuids) {
      const time = parseInt(uuid.replace('-', '').slice(0, 12), 16);
      expect(time).toBeGreaterThanOrEqual(before);
      expect(time).toBeLessThanOrEqual(Date.now());
    }
    expect(new Set(uuids).size).toBe(1000);
  });

  it('gives tokens of 256 bits in base64url, each its own', () => {
    const ids = make();
    const tokens = many.map(() => ids.token());

    for (const token of tokens) expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(new Set(tokens).size).toBe(1000);
  });

  it('gives fractions from 0 to below 1', () => {
    const ids = make();
    const fractions = many.map(() => ids.fraction());

    expect(fractions.every((fraction) => fraction >= 0 && fraction < 1)).toBe(true);
    expect(new Set(fractions).size).toBeGreaterThan(1);
  });
}
