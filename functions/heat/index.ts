import type { HeatAction } from './call.ts';
import { heatContract, type HeatContract } from './contract.ts';
import { receiveSignal, signalResource } from './signals/receive.ts';
import { createSoftwareConfig } from './software-configs/create.ts';
import { deleteSoftwareConfig } from './software-configs/delete.ts';
import { listSoftwareConfigs } from './software-configs/list.ts';
import { showSoftwareConfig } from './software-configs/show.ts';
import { createSoftwareDeployment } from './software-deployments/create.ts';
import { deleteSoftwareDeployment } from './software-deployments/delete.ts';
import { listSoftwareDeployments } from './software-deployments/list.ts';
import { documentOfServer, metadataOfResource, metadataOfServer } from './software-deployments/metadata.ts';
import { showSoftwareDeployment } from './software-deployments/show.ts';
import { updateSoftwareDeployment } from './software-deployments/update.ts';
import { buildInfo } from './stacks/build-info.ts';
import { validateTemplate } from './stacks/validate-template.ts';

/** Heat's software deployments: its contract and one action per operation, named as OpenStack's policies name them. */
export const heat: { contract: HeatContract; actions: Record<string, HeatAction> } = {
  contract: heatContract,
  actions: {
    'software_configs:index': listSoftwareConfigs,
    'software_configs:create': createSoftwareConfig,
    'software_configs:show': showSoftwareConfig,
    'software_configs:delete': deleteSoftwareConfig,
    'software_deployments:metadata': metadataOfServer,
    'software_deployments:index': listSoftwareDeployments,
    'software_deployments:create': createSoftwareDeployment,
    'software_deployments:show': showSoftwareDeployment,
    'software_deployments:update': updateSoftwareDeployment,
    'software_deployments:delete': deleteSoftwareDeployment,
    'stacks:validate_template': validateTemplate,
    'build_info:build_info': buildInfo,
    'resource:metadata': metadataOfResource,
    'resource:signal': signalResource,
    'servers:metadata': documentOfServer,
    'signals:receive': receiveSignal,
    'signals:receive_post': receiveSignal,
  },
};
