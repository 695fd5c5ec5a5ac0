import { missing } from '../runbooks/moto/moto-server.ts';
import { type Account, again, startAccount } from './account.ts';
import { openEmbeddedStage } from './embedded-stage.ts';
import { type Outcome, play } from './play.ts';
import { scenarios } from './scenarios.ts';
import { walkAll, walks } from './walk.ts';

const why = missing();
const where = why === undefined ? '' : ` (SKIPPED: ${why})`;

/** Time passes as fast as on the wall there, so all scenarios go at once; each test waits for its own. */
(why === undefined ? describe : describe.skip)(`the machines on another interpreter${where}`, () => {
  let account: Account;
  let walked: ReturnType<typeof walkAll>;
  const played = new Map<string, Promise<Outcome>>();

  beforeAll(async () => {
    account = await startAccount();
    for (const scenario of scenarios)
      played.set(scenario.name, underWay(again(() => play(account.openStage, scenario))));
    walked = underWay(again(() => walkAll(account.openStage)));
  });
  afterAll(() => account.stop());

  for (const scenario of scenarios)
    it(`leave the same records by the same states: ${scenario.name}`, async () => {
      const embedded = await play(openEmbeddedStage, scenario);

      const there = await played.get(scenario.name);

      expect(there).toEqual(embedded);
      expect(embedded.views).toContainEqual(expect.objectContaining({ AutomationExecutionStatus: scenario.status }));
    }, 300_000);

  it('go every way that a status can lead them, as they do here', async () => {
    const embedded = await walkAll(openEmbeddedStage);

    expect(await walked).toEqual(embedded);
    expect(embedded).toHaveLength(walks().length);
  }, 300_000);
});

/** Whether it fails is for the test to say that waits for it. */
function underWay<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(() => undefined);
  return promise;
}
