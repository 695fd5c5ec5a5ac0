import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import { renderedFiles } from '../../../functions/console/rendered.ts';
import { storedPrincipals } from '../../../functions/principals/stored-principals.ts';
import { keepRendered } from '../../../functions/proton/rendering/kept.ts';
import { plainSecrets } from '../../../local/plain-secrets.ts';
import { account, eventOf, type Keys, openDoor } from '../../door.ts';
import { inMemory } from '../../objects.ts';

const id = '11111111-1111-4111-8111-111111111111';

async function opened() {
  const objects = inMemory();
  const door = await openDoor([], { objects });
  const { ports, clock } = door;
  await keepRendered({ objects }, id, { files: { 'cloudformation.yaml': 'Resources: {}' }, inputs: {} });
  const principals = storedPrincipals({ ...ports, secrets: plainSecrets() });
  const answer = renderedFiles(ports, { principals, account, clock });
  const ask = async ({ accessKeyId, secretAccessKey }: Keys) => {
    const credentials = { accessKeyId, secretAccessKey };
    const signer = new SignatureV4({ service: 'quaymaster', region: 'us-east-1', credentials, sha256: Sha256 });
    const at = { method: 'GET', protocol: 'http:', hostname: 'here', path: '/console/rendered', query: { id } };
    const { headers } = await signer.sign({ ...at, headers: { host: 'here' } }, { signingDate: new Date(clock.now()) });
    return answer(eventOf({ method: 'GET', path: `/console/rendered?id=${id}`, headers }));
  };
  return { ...door, ask };
}

describe('the rendered files of a deployment', () => {
  it('are for whoever may read the deployment', async () => {
    const door = await opened();
    const nobody = await door.principal('nobody', {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'ssm:*', Resource: '*' }],
    });

    await expect(door.ask(nobody)).rejects.toMatchObject({
      code: 'AccessDeniedException',
      message: expect.stringContaining('proton:GetDeployment') as string,
    });
  });

  it('are those of deployments that are there', async () => {
    const { ask, administrator } = await opened();

    await expect(ask(administrator)).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
  });
});
