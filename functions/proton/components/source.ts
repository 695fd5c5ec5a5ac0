import { BundleError } from '../bundles/bundle-error.ts';
import { readManifest } from '../bundles/manifest.ts';
import type { Infrastructure } from '../bundles/open-bundle.ts';
import { checkTemplates } from '../bundles/check-templates.ts';
import type { Store } from '../../ports/store.ts';
import { invalid } from '../errors.ts';
import { examined, faultless } from '../faults.ts';
import { storedSpec } from '../specs/stored-spec.ts';

/** What a component is made of, as it was given: kept as one text, where other resources keep their spec. */
export interface ComponentSource {
  manifest: string;
  templateFile: string;
  /** The spec whose inputs it sees where it is attached; that of its instance unless told. */
  serviceSpec?: string;
}

const folder = 'component';

/** The source that a goal of a component names. */
export const sourceOf = async (store: Store, specId: string): Promise<ComponentSource> =>
  JSON.parse(await storedSpec(store, specId)) as ComponentSource;

/** The source as a folder of a bundle; one that names all files has one of its own. Throws BundleError. */
export function partOfSource({ manifest: text, templateFile }: ComponentSource): Infrastructure {
  const manifestFile = `${folder}/manifest.yaml`;
  const manifest = faultless(readManifest(text, manifestFile));
  const name = manifest.file === '*' ? 'main.tf' : (manifest.file ?? '').replace(/^\.\//, '');
  return { folder, manifest, manifestFile, files: new Map([[name, Buffer.from(templateFile)]]) };
}

/** How a source becomes real. Throws ValidationException for one that cannot. */
export function checkedEngine(source: ComponentSource): 'cloudformation' | 'terraform' {
  try {
    const part = partOfSource(source);
    const { engine } = part.manifest;
    if (engine === 'codebuild') throw invalid('The manifest is not valid: a component cannot be made by CodeBuild.');
    const [fault] = examined(checkTemplates(part)).faults;
    if (fault) throw fault;
    return engine;
  } catch (error) {
    if (!(error instanceof BundleError)) throw error;
    throw invalid(`The component is not valid: ${error.message}`);
  }
}
