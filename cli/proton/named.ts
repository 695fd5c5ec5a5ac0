import { CommandFailure } from '../command.ts';

/** What is deployed, as the command line names it. */
export type Named =
  | { type: 'environment'; environmentName: string }
  | { type: 'service'; serviceName: string }
  | { type: 'service-instance'; serviceName: string; serviceInstanceName: string }
  | { type: 'service-pipeline'; serviceName: string };

const name = '[0-9A-Za-z][0-9A-Za-z_-]*';
// An ARN of Proton, or its end, or the short form of an environment, an instance, or a pipeline.
const prefix = /^arn:[\w-]+:proton:[\w-]*:\d{12}:/;
const forms: [RegExp, (one: string, other: string) => Named][] = [
  [new RegExp(`^environment/(${name})$`), (environmentName) => ({ type: 'environment', environmentName })],
  [new RegExp(`^service/(${name})$`), (serviceName) => ({ type: 'service', serviceName })],
  [
    new RegExp(`^(?:service/(${name})|(${name}))/pipeline$`),
    (serviceName, other) => ({ type: 'service-pipeline', serviceName: serviceName ?? other }),
  ],
  [
    new RegExp(`^service/(${name})/service-instance/(${name})$`),
    (serviceName, serviceInstanceName) => ({ type: 'service-instance', serviceName, serviceInstanceName }),
  ],
  [
    new RegExp(`^(${name})/(${name})$`),
    (serviceName, serviceInstanceName) => ({ type: 'service-instance', serviceName, serviceInstanceName }),
  ],
  [new RegExp(`^(${name})$`), (environmentName) => ({ type: 'environment', environmentName })],
];

/** How NAME may be given, for help texts. */
const nameForms =
  'A NAME is an environment, SERVICE/INSTANCE, SERVICE/pipeline, service/SERVICE for all of its parts, or an ARN.';

/** Reads a NAME. */
export function namedBy(text: string): Named {
  const end = text.replace(prefix, '');
  for (const [form, read] of forms) {
    const [, one = '', other = ''] = form.exec(end) ?? [];
    if (one || other) return read(one || other, other);
  }
  throw new CommandFailure(`'${text}' names nothing that is deployed. ${nameForms}`);
}

/** A name as people say it. */
export function nameOf(named: Named): string {
  if (named.type === 'environment') return `environment ${named.environmentName}`;
  if (named.type === 'service') return `service ${named.serviceName}`;
  if (named.type === 'service-pipeline') return `pipeline of service ${named.serviceName}`;
  return `service instance ${named.serviceName}/${named.serviceInstanceName}`;
}
