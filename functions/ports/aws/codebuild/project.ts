import { isMap, type Json, type JsonObject } from '../../json.ts';
import type { Provisioning } from '../../provisioner.ts';

/** AWS Proton's default is of its time. Source: https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-available.html */
const image = 'aws/codebuild/amazonlinux-x86_64-standard:5.0';

const nameOf = ({ target }: Provisioning): string => target.stackName.replace(/^AWSProton-/, '');

/** The project that runs a target's commands; its logs are below `/aws/codebuild/AWSProton-Shell-`. */
export const projectName = (work: Provisioning): string => `AWSProton-Shell-${nameOf(work)}`;

/** The work of making a target's project, or of taking it away: a stack with nothing else in it. */
export const projectWork = (work: Provisioning): Provisioning => ({
  ...work,
  kind: 'cloudformation',
  target: { ...work.target, stackName: `AWSProton-CodeBuild-${nameOf(work)}` },
  files: async () => [{ path: 'project.json', body: Buffer.from(JSON.stringify(templateOf(work))) }],
});

/** The manifest's `project_properties` are merged in; what is a list there is a list of its own. */
function templateOf(work: Provisioning): JsonObject {
  const { manifest, roleArn = '' } = work;
  const properties: JsonObject = {
    Name: projectName(work),
    Artifacts: { Type: 'NO_ARTIFACTS' },
    Environment: {
      Type: 'LINUX_CONTAINER',
      ComputeType: 'BUILD_GENERAL1_SMALL',
      Image: manifest?.image ?? image,
    },
    ServiceRole: roleArn,
    // Each build brings its own.
    Source: { Type: 'NO_SOURCE', BuildSpec: '{"version":"0.2","phases":{"build":{"commands":["false"]}}}' },
  };
  const Properties = merged(properties, manifest?.project_properties ?? {});
  return { Resources: { Project: { Type: 'AWS::CodeBuild::Project', Properties } } };
}

function merged(base: JsonObject, more: JsonObject): JsonObject {
  const both = Object.entries(more).map(([name, value]): [string, Json] => {
    const before = base[name];
    return [name, isMap(before) && isMap(value) ? merged(before, value) : value];
  });
  return { ...base, ...Object.fromEntries(both) };
}
