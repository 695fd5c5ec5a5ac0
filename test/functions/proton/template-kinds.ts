import * as sdk from '@aws-sdk/client-proton';
import type { CompatibleEnvironmentTemplateInput } from '@aws-sdk/client-proton';
import { commands } from './bundle-files.ts';
import { openProton, type Running } from './proton-running.ts';

/** A template or a version of one as either kind shows it. */
export type Shown = Partial<sdk.EnvironmentTemplate & sdk.ServiceTemplate & sdk.ServiceTemplateVersion>;

/** The operations on templates of one kind, so that a test holds for both. */
export interface Kind {
  kind: 'environment' | 'service';
  files: Record<string, string>;
  call: (operation: string, input: object) => Promise<Record<string, never>>;
  create: (input: object) => Promise<Shown>;
  get: (name: string) => Promise<Shown>;
  createVersion: (input: object) => Promise<Shown>;
  getVersion: (templateName: string, version: string) => Promise<Shown>;
  publish: (templateName: string, version: string) => Promise<Shown>;
  /** Registers one more version of these files; answers with its number. */
  register: (templateName: string, files: Record<string, string>, majorVersion?: string) => Promise<string>;
}

/** A bundle of a service without a pipeline. */
export const serviceFiles: Record<string, string> = {
  'schema/schema.yaml': `schema:
  format: {openapi: "3.0.0"}
  service_input_type: Input
  types:
    Input:
      type: object
      properties:
        greeting: {type: string, default: hello, minLength: 2}
        count: {type: number, default: 1}
`,
  'instance_infrastructure/manifest.yaml': (commands['infrastructure/manifest.yaml'] ?? '').replace(
    'environment.',
    'service_instance.',
  ),
};

export const kinds = ['environment', 'service'] as const;

/** Opens the room and the operations of a kind; services have an environment template `base` to be compatible with. */
export async function openKind(kind: 'environment' | 'service'): Promise<Running & Kind> {
  const running = await openProton();
  const { client, source, settled } = running;
  const Kind = kind === 'environment' ? 'Environment' : 'Service';
  if (kind === 'service') await running.environmentTemplate('base', commands);
  const compatibleEnvironmentTemplates: CompatibleEnvironmentTemplateInput[] = [
    { templateName: 'base', majorVersion: '1' },
  ];
  const pipelineProvisioning = kind === 'service' ? { pipelineProvisioning: 'CUSTOMER_MANAGED' } : {};
  const call = async (operation: string, input: object): Promise<Record<string, never>> => {
    const Command = sdk[`${operation.replace('%', Kind)}Command` as 'GetEnvironmentCommand'];
    return (await client.send(new Command(input as never))) as never;
  };
  const template = `${kind}Template`;
  const version = `${kind}TemplateVersion`;
  const numbered = (text: string) => {
    const [majorVersion, minorVersion] = text.split('.');
    return { majorVersion, minorVersion };
  };
  const createVersion = async (input: object): Promise<Shown> =>
    (await call('Create%TemplateVersion', { ...(kind === 'service' && { compatibleEnvironmentTemplates }), ...input }))[
      version
    ] ?? {};
  return {
    ...running,
    kind,
    files: kind === 'service' ? serviceFiles : commands,
    call,
    create: async (input) => (await call('Create%Template', { ...pipelineProvisioning, ...input }))[template] ?? {},
    get: async (name) => (await call('Get%Template', { name }))[template] ?? {},
    createVersion,
    getVersion: async (templateName, text) =>
      (await call('Get%TemplateVersion', { templateName, ...numbered(text) }))[version] ?? {},
    publish: async (templateName, text) =>
      (await call('Update%TemplateVersion', { templateName, ...numbered(text), status: 'PUBLISHED' }))[version] ?? {},
    register: async (templateName, files, majorVersion) => {
      const made = await createVersion({ templateName, source: await source(files), majorVersion });
      await settled();
      return `${made.majorVersion}.${made.minorVersion}`;
    },
  };
}
