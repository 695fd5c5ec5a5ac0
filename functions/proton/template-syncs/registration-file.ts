import type { CompatibleEnvironmentTemplate } from '@aws-sdk/client-proton';
import type { Files } from '../bundles/archive.ts';
import { BundleError } from '../bundles/bundle-error.ts';
import { InvalidYaml, member, plain, readYaml, type Value } from '../yaml.ts';

/** What a service's version needs besides its bundle. */
export interface Registration {
  compatibleEnvironmentTemplates: CompatibleEnvironmentTemplate[];
  supportedComponentSources?: 'DIRECTLY_DEFINED'[];
}

const file = '.template-registration.yaml';
const older = '.compatible-envs';

/**
 * What the registration file beside a service's bundle says, or the older list of environments. Throws BundleError.
 * Source: https://docs.aws.amazon.com/proton/latest/userguide/ag-template-sync-configs.html
 */
export function registrationIn(files: Files): Registration {
  const text = files.get(file)?.toString();
  const lines = files.get(older)?.toString();
  if (text === undefined && lines === undefined) throw new BundleError(`${file} is missing from the folder.`);
  if (text === undefined) {
    const names = (lines ?? '').split('\n').map((line) => line.trim());
    return { compatibleEnvironmentTemplates: names.filter(Boolean).map((name) => environmentIn(name, older)) };
  }
  const said = read(text);
  const environments = member(said, 'compatible_environments');
  if (!Array.isArray(environments))
    throw new BundleError('[compatible_environments] must be a list of NAME:MAJOR.', { file });
  const sources = member(said, 'supported_component_sources');
  const isSupported = Array.isArray(sources) && sources.includes('DIRECTLY_DEFINED');
  return {
    compatibleEnvironmentTemplates: environments.map((one) => environmentIn(one, file)),
    ...(isSupported && { supportedComponentSources: ['DIRECTLY_DEFINED'] }),
  };
}

function read(text: string): Value {
  try {
    return readYaml(text);
  } catch (error) {
    if (!(error instanceof InvalidYaml)) throw error;
    throw new BundleError(`it is not valid YAML: ${error.reason}`, { file, ...error.place });
  }
}

function environmentIn(value: Value, from: string): CompatibleEnvironmentTemplate {
  const text = typeof value === 'string' ? value : JSON.stringify(plain(value));
  const [, templateName, majorVersion] = /^([\w-]{1,100}):(0|[1-9]\d{0,18})$/.exec(text) ?? [];
  if (templateName === undefined || majorVersion === undefined)
    throw new BundleError(`${text.slice(0, 100)} is no NAME:MAJOR of an environment template.`, {
      file: from,
    });
  return { templateName, majorVersion };
}
