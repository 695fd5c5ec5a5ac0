import type { Serverless } from './service.ts';

/** Serverless plugin: leaves out each DependsOn that a Ref or GetAtt says already, of which the packager writes many (cfn-lint W3005). */
export default class Dependencies {
  hooks: Record<string, () => void>;

  constructor(serverless: Serverless) {
    this.hooks = { 'after:aws:package:finalize:mergeCustomProviderResources': () => thin(serverless) };
  }
}

function thin(serverless: Serverless): void {
  for (const resource of Object.values(serverless.service.provider.compiledCloudFormationTemplate.Resources)) {
    const text = JSON.stringify(resource.Properties ?? {});
    const isSaid = (name: string) => text.includes(`{"Ref":"${name}"}`) || text.includes(`{"Fn::GetAtt":["${name}",`);
    const left = [resource.DependsOn ?? []].flat().filter((name) => !isSaid(name));
    if (left.length > 0) resource.DependsOn = left;
    else delete resource.DependsOn;
  }
}
