import { type AwsCall, AwsError } from '../../../../../functions/ports/aws-api.ts';
import { cloudformationProvisioner } from '../../../../../functions/ports/aws/cloudformation/cloudformation-provisioner.ts';
import { codebuildProvisioner } from '../../../../../functions/ports/aws/codebuild/codebuild-provisioner.ts';
import type { JsonObject } from '../../../../../functions/ports/json.ts';
import type { CodeBuildManifest, Progress, Provisioning } from '../../../../../functions/ports/provisioner.ts';
import { inMemory } from '../../../../objects.ts';
import { end, provisionerContract } from '../../../../ports/provisioner.contract.ts';
import { FakeCloudFormation } from '../cloudformation/fake-cloudformation.ts';
import { stackWork } from '../cloudformation/work.ts';
import { FakeCodeBuild } from './fake-codebuild.ts';

const arn = 'arn:aws:proton:us-east-1:123456789012:environment/dev';
const say = (text: string) => `printf '{"Said":"%s"}' ${text} > proton-outputs.json`;
const work = (manifest: Partial<CodeBuildManifest> = {}, more: Partial<Provisioning> = {}): Provisioning =>
  stackWork({
    kind: 'codebuild',
    files: async () => [{ path: 'scripts/hello.sh', body: Buffer.from('#!/bin/sh\necho "$1 from $RESOURCE_ARN"\n') }],
    manifest: { provision: [say('hello')], deprovision: ['true'], ...manifest },
    inputs: { environment: { name: 'dev', inputs: { size: 2 } } },
    ...more,
  });

const open = () => {
  const stacks = new FakeCloudFormation();
  const kept = inMemory();
  const objects = { ...kept, url: async (bucket: string, key: string) => `https://${bucket}/${key}` };
  const fetched = async (url: string) =>
    (await kept.get('.provisioning', url.split('/').at(-1) ?? ''))?.body ?? Buffer.alloc(0);
  const builds = new FakeCodeBuild(fetched, () =>
    stacks.stacks.some(({ status }) => /^(CREATE|UPDATE)_COMPLETE$/.test(status)),
  );
  const provisioner = codebuildProvisioner({
    aws: builds,
    objects,
    stacks: cloudformationProvisioner({ aws: stacks, objects, adopts: false }),
  });
  const passing = async () => {
    stacks.pass();
    builds.pass();
  };
  return { stacks, builds, objects, provisioner, passing };
};

describe('CodeBuild', () => {
  provisionerContract(async () => ({
    ...open(),
    work: (more) => work({ provision: [say(more.id === 'd2' ? 'bye' : 'hello')] }, more),
    failing: (more) => work({ provision: ['exit 3'] }, more),
  }));

  it('makes a project of its own for a target, with what the manifest says of it', async () => {
    const subject = open();
    const project_properties = { VpcConfig: { VpcId: 'vpc-1', Subnets: ['a'] }, Environment: { ComputeType: 'BIG' } };

    await end(subject, work({ project_properties }));

    const input = asked(subject.stacks.calls, 'CreateStack');
    expect(input.StackName).toBe('AWSProton-CodeBuild-dev-cloudformation--ABCDEFGHIJKLMNO');
    expect(JSON.parse(input.TemplateBody as string)).toMatchObject({
      Resources: {
        Project: {
          Type: 'AWS::CodeBuild::Project',
          Properties: {
            Name: 'AWSProton-Shell-dev-cloudformation--ABCDEFGHIJKLMNO',
            ServiceRole: 'arn:aws:iam::123456789012:role/proton',
            Environment: {
              Type: 'LINUX_CONTAINER',
              ComputeType: 'BIG',
              Image: 'aws/codebuild/amazonlinux-x86_64-standard:5.0',
            },
            VpcConfig: { VpcId: 'vpc-1', Subnets: ['a'] },
          },
        },
      },
    });
  });

  it('runs the commands where the bundle is, with its inputs, its variables and the resource’s ARN', async () => {
    const subject = open();
    const provision = [
      'HELLO=$(scripts/hello.sh "$GREETING")',
      'printf \'{"said":"%s","inputs":"%s"}\' "$HELLO" "$(tr -d \'"\\n \' < proton-inputs.json)" > proton-outputs.json',
    ];

    const progress = await end(subject, work({ provision, env: { variables: { GREETING: 'moin' } } }));

    expect(progress).toEqual({
      state: 'Succeeded',
      outputs: [
        { key: 'said', valueString: `moin from ${arn}` },
        { key: 'inputs', valueString: '{environment:{name:dev,inputs:{size:2}}}' },
      ],
      resources: [],
    });
  });

  it.each([
    ['the shorthand', '--outputs key=a,valueString=1 "key=b,valueString=two words" --status IN_PROGRESS'],
    ['JSON', `--status SUCCEEDED --outputs '[{"key":"a","valueString":"1"},{"key":"b","valueString":"two words"}]'`],
    ['a file', '--outputs file://told.json'],
  ])('hears the outputs that commands tell Proton as %s', async (_name, options) => {
    const subject = open();
    const file = `printf '[{"key":"a","valueString":"1"},{"key":"b","valueString":"two words"}]' > told.json`;
    const told = `aws proton notify-resource-deployment-status-change --resource-arn "$RESOURCE_ARN" ${options}`;
    const silent = 'aws proton notify-resource-deployment-status-change --resource-arn x --status SUCCEEDED';

    expect(await end(subject, work({ provision: [file, told, silent, say('late')] }))).toMatchObject({
      state: 'Succeeded',
      outputs: [
        { key: 'a', valueString: '1' },
        { key: 'b', valueString: 'two words' },
      ],
    });
  });

  it('leaves every other call to the AWS CLI, and its URL to nobody', async () => {
    const subject = open();
    const provision = ['printf \'{"real":"%s","url":"%s"}\' "$(aws s3 ls)" "$QUAYMASTER_BUNDLE" > proton-outputs.json'];

    expect(await end(subject, work({ provision }))).toMatchObject({
      outputs: [
        { key: 'real', valueString: 'real s3 ls' },
        { key: 'url', valueString: '' },
      ],
    });
  });

  it('names secrets in the buildspec, and holds neither them nor the inputs', async () => {
    const subject = open();
    const secrets_manager = { TOKEN: 'git/token:value' };

    await end(subject, work({ env: { secrets_manager }, runtimes: { nodejs: 20 } }));

    const input = asked(subject.builds.calls, 'StartBuild');
    expect(JSON.parse(input.buildspecOverride as string)).toMatchObject({
      env: { 'secrets-manager': { TOKEN: 'git/token:value' } },
      phases: { install: { 'runtime-versions': { nodejs: 20 } }, build: { commands: [say('hello')] } },
    });
    expect(JSON.stringify(input)).not.toContain('"size"');
    expect(input).toMatchObject({ idempotencyToken: 'd1' });
    expect(await subject.objects.get('.provisioning', 'd1.tar.gz')).toBeUndefined();
  });

  it('starts one build, however often the work begins', async () => {
    const subject = open();
    await end(subject, work());

    await end(subject, work());
    await subject.provisioner.start(work());

    expect(subject.builds.builds).toHaveLength(1);
  });

  it('says which command failed, and where its log is', async () => {
    const subject = open();

    expect(await end(subject, work({ provision: ['echo broken >&2', 'exit 1'] }))).toEqual({
      state: 'Failed',
      message:
        'Build build:1 is FAILED in BUILD: Error while executing command. Reason: exit status 1 broken. Logs: https://console.aws.amazon.com/cloudwatch/logs',
    });
  });

  it('says that the project could not be made', async () => {
    const subject = open();
    subject.stacks.trouble = {
      status: 'ROLLBACK_COMPLETE',
      failures: [{ name: 'Project', status: 'CREATE_FAILED', reason: 'no such role', type: 'AWS::CodeBuild::Project' }],
    };

    expect(await end(subject, work())).toMatchObject({
      state: 'Failed',
      message:
        'The project of CodeBuild: AWSProton-CodeBuild-dev-cloudformation--ABCDEFGHIJKLMNO is ROLLBACK_COMPLETE: Project (AWS::CodeBuild::Project): no such role',
    });
  });

  it('runs the commands that undo, then takes the project away', async () => {
    const subject = open();
    await end(subject, work());

    expect(await end(subject, work({ deprovision: ['exit 1'] }, { id: 'd3', action: 'delete' }))).toMatchObject({
      state: 'Failed',
    });
    expect(subject.stacks.stacks[0]?.status).toBe('CREATE_COMPLETE');
    expect(await end(subject, work({}, { id: 'd4', action: 'delete' }))).toMatchObject({ state: 'Succeeded' });
    expect(subject.stacks.stacks[0]?.status).toBe('DELETE_COMPLETE');
    expect(subject.builds.builds).toHaveLength(3);
    // The project's own role may be gone by then.
    const roles = subject.builds.calls.filter(({ operation }) => operation === 'StartBuild');
    expect(roles.map(({ input }) => input.serviceRoleOverride)).toEqual([
      undefined,
      'arn:aws:iam::123456789012:role/proton',
      'arn:aws:iam::123456789012:role/proton',
    ]);
  });

  it('stops a build, also when nobody remembers that it began', async () => {
    const subject = open();
    const memo = await until(subject, 'build');

    await subject.provisioner.cancel(work(), undefined);

    expect(await subject.provisioner.look(work(), memo)).toEqual({
      state: 'Cancelled',
      message: 'Build build:1 was stopped.',
    });
  });

  it('stops before there is a build', async () => {
    const subject = open();
    const memo = await until(subject, 'project');

    await subject.provisioner.cancel(work(), memo);
    subject.stacks.pass();

    expect(await subject.provisioner.look(work(), memo)).toMatchObject({ state: 'Cancelled' });
    expect(subject.builds.builds).toEqual([]);
  });

  it('asks again while CodeBuild is too busy', async () => {
    const subject = open();
    const busy = () =>
      new AwsError({ code: 'ThrottlingException', message: 'busy', operation: 'StartBuild', status: 400 });
    subject.builds.refusals = { StartBuild: [busy(), busy()], BatchGetBuilds: [busy()] };

    expect(await end(subject, work())).toMatchObject({ state: 'Succeeded' });
    expect(subject.builds.builds).toHaveLength(1);
  });

  it('does not begin where builds cannot fetch their files', async () => {
    const { builds, stacks, objects, passing } = open();
    const here = { ...objects, url: async () => 'http://127.0.0.1:4500/x' };
    const provisioner = codebuildProvisioner({
      aws: builds,
      objects: here,
      stacks: cloudformationProvisioner({ aws: stacks, objects: here, adopts: false }),
    });

    expect(await end({ provisioner, passing }, work())).toEqual({
      state: 'Failed',
      message: 'A build of CodeBuild cannot fetch its files from this server: let Quaymaster run in the account.',
    });
  });
});

/** What an operation was asked first. */
const asked = (calls: AwsCall[], operation: string): JsonObject =>
  calls.find((call) => call.operation === operation)?.input ?? {};

/** Looks until the work does this, and answers with the memo of it. */
async function until({ provisioner, stacks }: ReturnType<typeof open>, doing: string): Promise<JsonObject> {
  let progress: Progress = await provisioner.start(work());
  for (let looks = 0; looks < 9 && progress.state === 'InProgress'; looks++) {
    if (progress.memo?.doing === doing) return progress.memo;
    stacks.pass();
    progress = await provisioner.look(work(), progress.memo);
  }
  throw new Error(`it never came to ${doing}`);
}
