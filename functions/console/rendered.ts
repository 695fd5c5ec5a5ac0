import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { checkAllowed } from '../api/authorize.ts';
import { requestContext } from '../api/iam/request-context.ts';
import { type Signatures, verify } from '../api/verify.ts';
import type { Ports } from '../ports/ports.ts';
import { getDeployment } from '../proton/deployments/get-deployment.ts';
import { proton } from '../proton/index.ts';
import { keptRendered } from '../proton/rendering/kept.ts';
import { jsonAnswer } from './answers.ts';

/**
 * `GET /console/rendered?id=ID`: the files that a deployment of Proton made real, which no operation of its API tells; to whoever may GetDeployment it.
 * Throws AccessDeniedException, ResourceNotFoundException.
 */
export const renderedFiles =
  (ports: Pick<Ports, 'store' | 'objects' | 'clock'>, trust: Signatures) =>
  async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    const { principal, caller } = await verify(event, { body: '', service: 'quaymaster' }, trust);
    const input = { id: new URLSearchParams(event.rawQueryString).get('id') ?? '' };
    const asked = { service: proton, operation: 'GetDeployment', input, caller, principal };
    checkAllowed(asked, () => requestContext({ event, caller, input, now: ports.clock.now() }));
    await getDeployment(input, ports, caller);
    return jsonAnswer(200, { files: (await keptRendered(ports, input.id))?.files ?? {} });
  };
