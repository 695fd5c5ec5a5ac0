import type { JsonObject } from '../../json.ts';
import type { Objects } from '../../objects.ts';
import type { Provisioning } from '../../provisioner.ts';
import { WorkRefused } from '../refused-work.ts';

/** What CloudFormation takes in a request, and from S3, in bytes. */
const largestBody = 51_200;
const largest = 1_048_576;
/** How long the URL of a template is good, in seconds: CloudFormation reads it when it is asked. */
const urlSeconds = 900;
const bucket = '.provisioning';

const keyOf = ({ id }: Provisioning): string => `${id}.template`;

/** The template of a piece of work as CreateStack and CreateChangeSet take it: its text, or where a larger one is to be had. Throws WorkRefused. */
export async function templateOf(work: Provisioning, objects: Objects): Promise<JsonObject> {
  const [file, ...others] = await work.files();
  if (!file || others.length > 0) throw new WorkRefused('A stack is made of exactly one template.');
  const { body } = file;
  if (body.byteLength <= largestBody) return { TemplateBody: Buffer.from(body).toString() };
  if (body.byteLength > largest)
    throw new WorkRefused(`The template has ${body.byteLength} bytes; CloudFormation takes at most ${largest}.`);
  await objects.put(bucket, keyOf(work), body);
  const TemplateURL = await objects.url(bucket, keyOf(work), urlSeconds);
  if (TemplateURL.startsWith('https://')) return { TemplateURL };
  await forgetTemplate(work, objects);
  throw new WorkRefused(
    `The template has ${body.byteLength} bytes. CloudFormation takes more than ${largestBody} from S3 only, where this server keeps nothing: ` +
      'make it smaller, or let Quaymaster run in the account.',
  );
}

/** Removes what a large template left. */
export const forgetTemplate = (work: Provisioning, objects: Objects): Promise<void> =>
  objects.remove(bucket, keyOf(work));
