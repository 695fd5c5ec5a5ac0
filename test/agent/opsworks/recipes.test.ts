import { attributesOf } from '../../../agent/opsworks/recipes.ts';
import type { OpsworksOrder } from '../../../functions/nodes/opsworks-order.ts';
import { chefRun } from '../../../functions/opsworks/managed-nodes/chef-run.ts';

const order: OpsworksOrder = {
  command: { name: 'deploy', args: {} },
  deploymentId: 'd1',
  stack: { id: 's1', name: 'shop', region: 'us-east-1' },
  instance: { id: 'i1', hostname: 'web1' },
  layers: ['web'],
  apps: [
    {
      shortname: 'shop',
      name: 'Shop',
      type: 'static',
      source: { type: 'git', url: 'https://git.test/shop.git', revision: 'main' },
      environment: [{ key: 'A', value: '1', secure: false }],
      attributes: { DocumentRoot: 'public' },
      domains: ['shop.test'],
    },
  ],
  recipes: ['shop::deploy'],
  cookbooks: { type: 'git', url: 'https://git.test/cookbooks.git' },
  json: { told: 1 },
};
const attributes = {
  opsworks: {
    activity: 'deploy',
    deployment: 'd1',
    stack: { id: 's1', name: 'shop', region: 'us-east-1' },
    instance: { id: 'i1', hostname: 'web1', layers: ['web'] },
  },
  deploy: {
    shop: {
      application: 'shop',
      application_name: 'Shop',
      application_type: 'static',
      domains: ['shop.test'],
      attributes: { DocumentRoot: 'public' },
      deploy_to: '/srv/www/shop',
      scm: { scm_type: 'git', repository: 'https://git.test/shop.git', revision: 'main' },
      environment_variables: { A: '1' },
    },
  },
  told: 1,
};

describe('the attributes of recipes', () => {
  it('are laid out as OpsWorks did, by the agent and for Run Command alike', () => {
    const run = chefRun(order);

    expect(attributesOf(order, '/srv/www')).toEqual(attributes);
    expect('parameters' in run && JSON.parse(run.parameters['JsonAttributesContent']?.[0] ?? '')).toEqual(attributes);
  });
});
