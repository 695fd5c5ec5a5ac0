import { isMap } from '../../ports/json.ts';
import { type HeatAnswer, type HeatCall } from '../call.ts';
import { badRequest } from '../errors.ts';

/**
 * POST /validate. Clients ask for it before they create a config: a template's description is read, its resources are not made here. Throws
 * HTTPBadRequest.
 */
export async function validateTemplate({ body }: HeatCall): Promise<HeatAnswer> {
  if (!body || (body.template ?? body.template_url ?? null) === null) throw badRequest('No template specified');
  const description = isMap(body.template) ? body.template.description : undefined;
  return {
    body: {
      Description: typeof description === 'string' ? description : 'No description',
      Parameters: {},
      Environment: { event_sinks: [], parameter_defaults: {}, parameters: {}, resource_registry: { resources: {} } },
    },
  };
}
