import { isMap, type JsonObject } from '../../ports/json.ts';
import { lookAfter, type LookNeeds } from '../managed-nodes/look-after.ts';
import { everySent, getSent } from '../managed-nodes/record.ts';

/** Takes an event of SSM to the command of ours that it is about. */
export async function hearRunCommand({ source, detail }: JsonObject, ports: LookNeeds): Promise<void> {
  const id = isMap(detail) ? detail['command-id'] : undefined;
  if (source !== 'aws.ssm' || typeof id !== 'string' || !/^[\w-]{1,64}$/.test(id)) return;
  const sent = await getSent(ports.store, id);
  if (sent) await lookAfter(sent, ports);
}

/** Looks after all that Run Command was given, for events that never came. Runs every minute embedded, on a schedule in the account. */
export async function watchRunCommands(ports: LookNeeds): Promise<number> {
  let count = 0;
  for await (const sent of everySent(ports.store)) {
    await lookAfter(sent, ports);
    count += 1;
  }
  return count;
}
