import type { Ports } from '../../../../functions/ports/ports.ts';
import { ssm } from '../../../../functions/ssm/index.ts';
import { openDoor } from '../../../door.ts';

/** A door to SSM, and a client at it. */
export async function openDocuments(given: Partial<Ports> = {}) {
  const door = await openDoor([ssm], given);
  return { ...door, client: door.ssm() };
}
