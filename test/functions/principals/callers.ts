import { openDoor, type Keys, type TestDoor } from '../../door.ts';
import { signedEvent } from '../../signed.ts';
import { echoService } from '../api/echo.ts';

/** Allows to list documents and nothing else. */
export const policy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'ssm:ListDocuments', Resource: '*' }],
});

/** A door with calls of Quaymaster's own operations; `call` answers with status and body in one. */
export interface Callers {
  door: TestDoor;
  call: (operation: string, input: object, keys?: Keys) => Promise<Record<string, unknown>>;
  create: (name: string) => Promise<Keys>;
}

/** Opens a door with an administrator. */
export async function openCallers(): Promise<Callers> {
  const door = await openDoor([echoService()]);
  const call: Callers['call'] = async (operation, input, keys = door.administrator) => {
    const body = JSON.stringify(input);
    const event = signedEvent({ keys, service: 'quaymaster', target: `Quaymaster.${operation}`, body });
    const { statusCode, body: text = '' } = await door.handler(event);
    return { statusCode, ...(JSON.parse(text) as object) };
  };
  const create: Callers['create'] = async (Name) => {
    const made = await call('CreatePrincipal', { Name, PolicyDocument: policy });
    return { accessKeyId: String(made['AccessKeyId']), secretAccessKey: String(made['SecretAccessKey']) };
  };
  return { door, call, create };
}
