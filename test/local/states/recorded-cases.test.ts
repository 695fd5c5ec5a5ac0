import { areThere, differences, loadMatcher } from './recorded-cases.ts';

/** Cases that run differently here, and why. */
const known = {
  'express-test_express_sync__test_retry__start_execution_sync_response': 'what its function answered was not recorded',
  'local_mocking-test_base_scenarios__test_lambda_service_invoke_sync_execution__start_execution_sync_response':
    'what its function answered was not recorded',
  'local_mocking-test_base_scenarios__test_parallel_state_lambda': 'which branch got which answer was not recorded',
  'services-test_lambda_task__test_invoke_json_values-0.0': 'a number is a double here, so 0.0 is written 0',
};

describe('executions recorded on AWS', () => {
  const test = areThere ? it : it.skip;

  test(`run alike, event by event${areThere ? '' : ' (skipped: ../shared/cases/asl is not there)'}`, async () => {
    const matcher = await loadMatcher();
    const different: string[] = [];
    for (const recorded of matcher.loadCases()) {
      const found = await differences(recorded, matcher);
      const isKnown = recorded.name in known;
      if (found.length > 0) different.push(isKnown ? recorded.name : `${recorded.name}: ${found.join('; ')}`);
    }
    expect(different.sort()).toEqual(Object.keys(known));
  }, 60_000);
});
