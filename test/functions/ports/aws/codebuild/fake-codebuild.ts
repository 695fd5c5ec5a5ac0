import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AwsApi, type AwsCall, AwsError } from '../../../../../functions/ports/aws-api.ts';
import type { JsonObject } from '../../../../../functions/ports/json.ts';

interface Buildspec {
  env: { variables?: Record<string, string> };
  phases: Record<string, { commands: string[] }>;
}

/** A CodeBuild that runs buildspecs in bash on this machine; a build goes on until `pass` is called. */
export class FakeCodeBuild implements AwsApi {
  builds: JsonObject[] = [];
  calls: AwsCall[] = [];
  refusals: Record<string, Error[]> = {};
  private readonly fetched: (url: string) => Promise<Uint8Array>;
  private readonly hasProject: () => boolean;

  constructor(fetched: (url: string) => Promise<Uint8Array>, hasProject: () => boolean) {
    this.fetched = fetched;
    this.hasProject = hasProject;
  }

  call = async (call: AwsCall): Promise<JsonObject> => {
    this.calls.push(call);
    const refusal = this.refusals[call.operation]?.shift();
    if (refusal) throw refusal;
    return this[call.operation as 'StartBuild'](call.input);
  };

  pass = (): void => {
    for (const build of this.builds) if (build.buildStatus === 'IN_PROGRESS') build.buildStatus = build.next as string;
  };

  BatchGetProjects({ names }: JsonObject): JsonObject {
    return { projects: this.hasProject() ? (names as string[]).map((name) => ({ name })) : [] };
  }

  ListBuildsForProject({ projectName }: JsonObject): JsonObject {
    const own = this.builds.filter((build) => build.projectName === projectName);
    return { ids: own.map(({ id }) => id as string).toReversed() };
  }

  BatchGetBuilds({ ids }: JsonObject): JsonObject {
    return { builds: this.builds.filter(({ id }) => (ids as string[]).includes(id as string)) };
  }

  StopBuild({ id }: JsonObject): JsonObject {
    const build = this.builds.find((one) => one.id === id);
    if (build?.buildStatus === 'IN_PROGRESS') build.buildStatus = 'STOPPED';
    return {};
  }

  async StartBuild(input: JsonObject): Promise<JsonObject> {
    if (!this.hasProject())
      throw new AwsError({
        code: 'ResourceNotFoundException',
        message: 'no project',
        operation: 'StartBuild',
        status: 400,
      });
    const given = input.environmentVariablesOverride as { name: string; value: string }[];
    const variables = Object.fromEntries(given.map(({ name, value }) => [name, value]));
    const archive = await this.fetched(variables['QUAYMASTER_BUNDLE'] ?? '');
    const ran = run(JSON.parse(input.buildspecOverride as string) as Buildspec, { variables, archive });
    const build: JsonObject = {
      id: `build:${this.builds.length + 1}`,
      projectName: input.projectName as string,
      buildStatus: 'IN_PROGRESS',
      next: ran.failure === undefined ? 'SUCCEEDED' : 'FAILED',
      environment: { environmentVariables: given },
      exportedEnvironmentVariables: [{ name: 'QUAYMASTER_OUTPUTS', value: ran.outputs }],
      phases: [
        { phaseType: 'INSTALL', phaseStatus: 'SUCCEEDED', contexts: [] },
        ...(ran.failure === undefined
          ? []
          : [
              {
                phaseType: 'BUILD',
                phaseStatus: 'FAILED',
                contexts: [{ statusCode: 'COMMAND_EXECUTION_ERROR', message: ran.failure }],
              },
            ]),
      ],
      logs: { deepLink: 'https://console.aws.amazon.com/cloudwatch/logs' },
    };
    this.builds.push(build);
    return { build };
  }
}

/** Runs the phases as CodeBuild does: one shell, and the last phase also where a command failed. */
function run(
  { env, phases }: Buildspec,
  { variables, archive }: { variables: Record<string, string>; archive: Uint8Array },
): { outputs: string; failure?: string } {
  const folder = mkdtempSync(join(tmpdir(), 'build-'));
  const source = join(folder, 'src');
  mkdirSync(source);
  writeFileSync(join(folder, 'archive'), archive);
  // What the network would give, and an AWS CLI that says what it was asked.
  writeFileSync(join(folder, 'curl'), `#!/bin/sh\nexec cat '${folder}/archive'\n`, { mode: 0o755 });
  writeFileSync(join(folder, 'aws'), `#!/bin/sh\necho "real $*"\n`, { mode: 0o755 });
  const of = (phase: string) => (phases[phase]?.commands ?? []).join(' || exit 1\n');
  const script = `${of('install')}\n(\n${of('build')}\n) >&2\ncode=$?\n${of('post_build')}\nprintf %s "$QUAYMASTER_OUTPUTS"\nexit $code`;
  try {
    const PATH = `${folder}:${process.env['PATH'] ?? ''}`;
    const own = { ...env.variables, ...variables, PATH, CODEBUILD_SRC_DIR: source };
    const stdio = ['ignore', 'pipe', 'pipe'] as ['ignore', 'pipe', 'pipe'];
    return { outputs: execFileSync('bash', ['-c', script], { cwd: source, env: own, encoding: 'utf8', stdio }) };
  } catch (error) {
    const { stderr = '' } = error as { stderr?: string };
    return { outputs: '', failure: `Error while executing command. Reason: exit status 1 ${stderr}`.trim() };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
