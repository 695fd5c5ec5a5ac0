import type { Serverless } from './service.ts';

/** Serverless plugin: scripts of PowerShell run where the deployment names a layer that holds /opt/powershell/pwsh (param powershellLayer). */
export default class PowerShell {
  hooks: Record<string, () => void>;

  constructor(serverless: Serverless) {
    this.hooks = { initialize: () => addLayer(serverless) };
  }
}

function addLayer({ service }: Serverless): void {
  const { pythonScript } = service.functions;
  if (pythonScript && service.custom.powershellLayer) pythonScript.layers = [service.custom.powershellLayer];
}
