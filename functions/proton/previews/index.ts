import contract from '../../../contracts/quaymaster-proton.json' with { type: 'json' };
import type { Action } from '../../api/action.ts';
import type { Service } from '../../api/service.ts';
import { resources } from '../resources.ts';

/** What renders is large, so each is loaded when it is first asked for. */
const lazily =
  (load: () => Promise<Action>): Action =>
  async (...given) =>
    (await load())(...given);

/** Quaymaster's own API for Proton: what an update would deploy. Who may update a resource may know it. */
export const protonPreviews: Service = {
  contract,
  internalError: 'InternalServerException',
  actions: {
    PreviewEnvironment: lazily(async () => (await import('./preview-environment.ts')).previewEnvironment),
    PreviewServiceInstance: lazily(async () => (await import('./preview-service-instance.ts')).previewServiceInstance),
    PreviewServicePipeline: lazily(async () => (await import('./preview-service-pipeline.ts')).previewServicePipeline),
  },
  iamActions: {
    PreviewEnvironment: 'proton:UpdateEnvironment',
    PreviewServiceInstance: 'proton:UpdateServiceInstance',
    PreviewServicePipeline: 'proton:UpdateServicePipeline',
  },
  resources,
};
