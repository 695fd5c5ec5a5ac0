import type { Service } from './api/service.ts';
import { opsworks } from './opsworks/index.ts';
import { proton } from './proton/index.ts';
import { protonPreviews } from './proton/previews/index.ts';
import { ssm } from './ssm/index.ts';

/** The APIs that the door serves by `X-Amz-Target`: one line per room. */
export const services: Service[] = [ssm, proton, protonPreviews, opsworks];
