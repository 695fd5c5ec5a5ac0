import type { JsonObject } from '../../json.ts';
import { commandsOf, type Provisioning } from '../../provisioner.ts';

/** What tells the files of a build; unset before any command of the manifest runs. */
export const bundleVariable = 'QUAYMASTER_BUNDLE';
/** What a build hands back: the words of a call, or a file, as `functions/ports/aws/codebuild/told.ts` reads them. */
export const outputsVariable = 'QUAYMASTER_OUTPUTS';

/** The folder in the bundle that is ours. */
export const ownFolder = '.quaymaster';

const fetch = [
  'cd "$CODEBUILD_SRC_DIR"',
  `curl -fsSL --retry 5 "$${bundleVariable}" | tar -xz`,
  `unset ${bundleVariable}`,
  `export PATH="$CODEBUILD_SRC_DIR/${ownFolder}:$PATH"`,
];

/** Handing back what the commands told of themselves; a file counts where they made no call. */
const tell = [
  'cd "$CODEBUILD_SRC_DIR"',
  `if [ -s ${ownFolder}/told ]; then ${outputsVariable}="call $(tr '\\n' ' ' < ${ownFolder}/told)"; ` +
    `elif [ -s proton-outputs.json ]; then ${outputsVariable}="file $(base64 < proton-outputs.json | tr -d '\\n')"; fi`,
  `export ${outputsVariable}`,
];

/**
 * The buildspec of a piece of work. Of secrets it has the names alone: CodeBuild asks Secrets Manager for them.
 * Source: https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html
 */
export function buildspecOf(work: Provisioning): string {
  const { env, runtimes = {} } = work.manifest ?? {};
  const spec: JsonObject = {
    version: '0.2',
    env: {
      shell: 'bash',
      ...(env?.variables && { variables: env.variables }),
      ...(env?.secrets_manager && { 'secrets-manager': env.secrets_manager }),
      'exported-variables': [outputsVariable],
    },
    phases: {
      install: {
        ...(Object.keys(runtimes).length > 0 && { 'runtime-versions': runtimes }),
        commands: fetch,
      },
      build: { commands: commandsOf(work) },
      post_build: { commands: tell },
    },
  };
  return JSON.stringify(spec);
}

/**
 * Stands before the AWS CLI: the words of a call that tells Proton outputs are kept, each in base64 on a line of its own, a file as what is in it; every
 * other call goes to the AWS CLI.
 */
export const awsShim = `#!/bin/sh
here=$(dirname "$0")
if [ "$1 $2" != 'proton notify-resource-deployment-status-change' ]; then
  PATH=$(printf %s "$PATH" | sed "s|$here:||")
  exec aws "$@"
fi
case "$*" in *--outputs*) ;; *) exit 0 ;; esac
: > "$here/told.new"
for word in "$@"; do
  case $word in
    file://*) base64 < "\${word#file://}" ;;
    *) printf %s "$word" | base64 ;;
  esac | tr -d '\\n' >> "$here/told.new"
  echo >> "$here/told.new"
done
mv "$here/told.new" "$here/told"
`;
