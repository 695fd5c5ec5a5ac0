import { afterCommand } from '../../../../functions/opsworks/lifecycle/after-command.ts';

type Given = Parameters<typeof afterCommand>;

const layerIds = ['l'];
const rows: [Given[0]['status'], string[], Given[1]['type'], boolean, object][] = [
  ['registering', [], 'setup', true, { change: { status: 'registered', layerIds: [] } }],
  ['registering', [], 'setup', false, { change: { status: 'setup_failed', layerIds: [] } }],
  ['assigning', layerIds, 'setup', true, { change: { status: 'online', layerIds }, configure: true }],
  ['assigning', layerIds, 'setup', false, { change: { status: 'setup_failed', layerIds } }],
  ['setup_failed', layerIds, 'setup', true, { change: { status: 'online', layerIds }, configure: true }],
  ['online', layerIds, 'setup', false, { change: { status: 'setup_failed', layerIds }, configure: true }],
  ['deregistering', layerIds, 'setup', true, {}],
  ['unassigning', layerIds, 'setup', false, {}],
  ['unassigning', layerIds, 'shutdown', false, { change: { status: 'registered', layerIds: [] }, configure: true }],
  ['deregistering', layerIds, 'shutdown', true, { isGone: true, configure: true }],
  ['online', layerIds, 'shutdown', true, {}],
  ['online', layerIds, 'deploy', false, {}],
  ['online', layerIds, 'configure', true, {}],
];

describe('afterCommand', () => {
  it.each(rows)(
    'knows what an instance that is %s %j becomes after %s (%s)',
    (status, layers, type, isSuccess, after) => {
      expect(afterCommand({ status, layerIds: layers }, { type, isSuccess })).toEqual(after);
    },
  );
});
