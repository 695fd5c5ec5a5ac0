import type { AwsApi } from './aws-api.ts';
import type { Clock } from './clock.ts';
import type { Events } from './events.ts';
import type { Http } from './http.ts';
import type { Ids } from './ids.ts';
import type { Log } from './log.ts';
import type { Nodes } from './nodes.ts';
import type { Objects } from './objects.ts';
import type { Provisioner } from './provisioner.ts';
import type { Quotas } from './quotas.ts';
import type { Scripts } from './scripts.ts';
import type { Secrets } from './secrets.ts';
import type { Sources } from './sources.ts';
import type { Store } from './store.ts';
import type { Workflows } from './workflows.ts';

/** The outside world, whole; every action and task takes only the ports it names. */
export interface Ports {
  store: Store;
  workflows: Workflows;
  scripts: Scripts;
  events: Events;
  objects: Objects;
  aws: AwsApi;
  http: Http;
  nodes: Nodes;
  provisioner: Provisioner;
  secrets: Secrets;
  clock: Clock;
  ids: Ids;
  log: Log;
  /** Without them as much goes on at once as there is. */
  quotas?: Quotas | undefined;
  /** Only where Git repositories can be read. */
  sources?: Sources | undefined;
}
