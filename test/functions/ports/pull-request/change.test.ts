import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProvisionedTarget, Provisioning } from '../../../../functions/ports/provisioner.ts';
import { changeOf } from '../../../../functions/ports/pull-request/change.ts';

const arn = 'arn:aws:proton:us-east-1:123456789012:environment/staging';
const environment: ProvisionedTarget = {
  type: 'ENVIRONMENT',
  id: 'e1',
  arn,
  templateArn: 'arn:aws:proton:us-east-1:123456789012:environment-template/vpc',
  templateMajorVersion: '1',
  templateMinorVersion: '0',
  environment: 'staging',
  stackName: 'unused',
};
const instance: ProvisionedTarget = {
  ...environment,
  type: 'SERVICE_INSTANCE',
  arn: 'arn:aws:proton:us-east-1:123456789012:service/shop/service-instance/prod',
  environmentArn: arn,
  service: 'shop',
  instance: 'prod',
};
const work = (more: Partial<Provisioning> = {}): Provisioning => ({
  id: '4defa12c-f0de-4754-b98d-57404d050ade',
  kind: 'pull-request',
  action: 'create',
  target: environment,
  files: async () => [
    { path: 'main.tf', body: Buffer.from('resource "a" "b" {}\n') },
    { path: 'readme.md', body: Buffer.from('not for Terraform') },
  ],
  inputs: { environment: { name: 'staging', inputs: { zones: ['a', 'b'], none: [], count: 2 } } },
  tags: {},
  account: '123456789012',
  region: 'us-east-1',
  ...more,
});
const tree = (files: Record<string, string> = {}, hasFolder = false) => ({
  hasFolder: async () => hasFolder,
  read: async () => new Map(Object.entries(files)),
});
const bodyOf = async (path: string, given: Provisioning, there = tree()) =>
  (await changeOf(given, there)).files.find((file) => file.path === path)?.body;
const header = (of: string) => `/*
This file is managed by AWS Proton. Any changes made directly to this file will be overwritten the next time AWS Proton performs an update.

To manage this resource, see AWS Proton Resource: ${of}

If the resource is no longer accessible within AWS Proton, it may have been deleted and may require manual cleanup.
*/

`;

/** What else is in it are the inputs. */
interface Recorded {
  '//': string;
  proton_tags?: Record<string, string>;
}

describe('the change of a pull request', () => {
  it('is named after the deployment and the target', async () => {
    const { branch, title, files } = await changeOf(work(), tree());

    expect(branch).toBe('proton--proton-environment-4defa12c-f0de-4754-b98d-57404d050ade');
    expect(title).toBe('Update requested for Proton - environment/staging');
    expect(files.map(({ path }) => path)).toEqual([
      'staging/main.tf',
      'staging/proton.environment.variables.tf',
      'staging/proton.auto.tfvars.json',
      'staging/.proton/deployment-metadata.json',
    ]);
  });

  it.each([
    [environment, true, 'environments/staging/'],
    [instance, false, 'staging/shop-prod/'],
    [instance, true, 'environments/staging/shop-prod/'],
    [{ ...instance, type: 'SERVICE_PIPELINE' as const }, true, 'shop/pipeline/'],
    [{ ...instance, type: 'COMPONENT' as const, component: 'bucket' }, false, 'staging/bucket/'],
  ])('has its place', async (target, hasFolder, place) => {
    const { files } = await changeOf(work({ target }), tree({}, hasFolder));

    expect(files[0]?.path).toBe(`${place}main.tf`);
  });

  it('marks the files that are managed', async () => {
    expect(await bodyOf('staging/main.tf', work())).toBe(`${header(arn)}resource "a" "b" {}\n`);
    expect(await bodyOf('staging/proton.environment.variables.tf', work())).toBe(`${header(arn)}variable "environment" {
  type = object({
    inputs = any
    name   = string
  })
  default = null
}

variable "proton_tags" {
  type    = map(string)
  default = null
}
`);
  });

  it('gives Terraform its variables', async () => {
    const tags = { 'proton:account': '123456789012' };

    expect(await bodyOf('staging/proton.auto.tfvars.json', work({ tags }))).toBe(`{
  "environment" : {
    "name" : "staging",
    "inputs" : {
      "zones" : [ "a", "b" ],
      "none" : [ ],
      "count" : 2
    }
  },
  "proton_tags" : {
    "proton:account" : "123456789012"
  },
  "//" : "${arn}"
}`);
  });

  it('removes managed files that are in the bundle no more, and leaves those of others', async () => {
    const { files } = await changeOf(
      work(),
      tree({ 'old.tf': header(arn), 'theirs.tf': 'mine', 'main.tf': header(arn) }),
    );

    expect(files.filter(({ body }) => body === undefined)).toEqual([{ path: 'staging/old.tf', body: undefined }]);
  });

  it('says of a deletion that the files are managed no longer', async () => {
    const there = tree({ 'main.tf': `${header(arn)}resource "$&" "b" {}\n`, 'theirs.tf': 'mine' });
    const { files } = await changeOf(work({ action: 'delete' }), there);

    expect(files).toEqual([
      {
        path: 'staging/main.tf',
        body: `/*
This file is no longer managed by AWS Proton. The associated resource has been deleted in Proton.
*/

resource "$&" "b" {}
`,
      },
      {
        path: 'staging/.proton/deployment-metadata.json',
        body: `{
  "deploymentId" : "<proton-resource-deleted>",
  "isResourceDeleted" : true,
  "resourceMetadata" : {
    "arn" : "${arn}",
    "templateArn" : "arn:aws:proton:us-east-1:123456789012:environment-template/vpc",
    "templateMajorVersion" : "1",
    "templateMinorVersion" : "0"
  }
}`,
      },
    ]);
  });

  const recorded = '../shared/cases/proton-pull-requests';
  const golden: [string, ProvisionedTarget['type']][] = [
    ['2022-05_deleted_env/myeks', 'ENVIRONMENT'],
    ['2023-12_env', 'ENVIRONMENT'],
    ['2022-03_env_plus_instance', 'ENVIRONMENT'],
    ['2022-03_env_plus_instance/Fourth-attempt-tf-fourth-tf-instance', 'SERVICE_INSTANCE'],
  ];
  (existsSync(recorded) ? it : it.skip).each(golden)(
    'is byte for byte what Proton wrote in %s',
    async (folder, type) => {
      const read = (name: string) => readFileSync(join(recorded, folder, name), 'utf8');
      const values = JSON.parse(read('proton.auto.tfvars.json')) as Recorded;
      const { '//': resource, proton_tags: tags = {}, ...inputs } = values;
      const metadata = JSON.parse(read('.proton/deployment-metadata.json')) as {
        deploymentId: string;
        isResourceDeleted: boolean;
        resourceMetadata: Partial<ProvisionedTarget>;
      };
      const target: ProvisionedTarget = { ...environment, ...metadata.resourceMetadata, type, arn: resource };
      const given = work({
        id: metadata.deploymentId,
        action: metadata.isResourceDeleted ? 'delete' : 'create',
        target: { ...target, environment: 'e', service: 's', instance: 'i' },
        inputs,
        tags,
      });
      const place = type === 'ENVIRONMENT' ? 'e' : 'e/s-i';

      expect(await bodyOf(`${place}/.proton/deployment-metadata.json`, given)).toBe(
        read('.proton/deployment-metadata.json'),
      );
      expect(await bodyOf(`${place}/proton.auto.tfvars.json`, { ...given, action: 'create' })).toBe(
        read('proton.auto.tfvars.json'),
      );
    },
  );
});
