import type { StartChangeRequestExecutionRequest, Runbook as RequestedRunbook } from '@aws-sdk/client-ssm';
import type { Ports } from '../../ports/ports.ts';
import { type Definition, definitionOf } from '../automation-executions/definition.ts';
import { documentNamed } from '../documents/document-name.ts';
import type { Place } from '../documents/record.ts';
import { invalidAutomationExecutionParameters } from '../errors.ts';
import { startParameters } from '../expressions/parameters.ts';
import { isMap } from '../expressions/typed-value.ts';
import type { Template } from './template.ts';

type Needs = Pick<Ports, 'store' | 'aws' | 'clock'>;

/** A runbook that a change template lets its requests run. */
interface Executable {
  name: string;
  version?: string;
}

const mostCharacters = 65_536;

/**
 * The runbook of a change request in the version it has now, which is what approvers approve; its template must let it run, and its parameters must
 * be such as a start would take. Throws what StartChangeRequestExecution throws for a runbook.
 */
export async function requestedRunbook(
  { Runbooks: [requested = { DocumentName: '' }] = [] }: Pick<StartChangeRequestExecutionRequest, 'Runbooks'>,
  template: Template,
  { ports, place }: { ports: Needs; place: Place },
): Promise<RequestedRunbook> {
  const definition = await allowedDefinition(requested, template, { ports, place });
  const { TargetParameterName: target, Parameters: given = {} } = requested;
  if (JSON.stringify(given).length > mostCharacters)
    throw invalidAutomationExecutionParameters('The parameters are larger than 64 KB.');
  const parameters = Object.entries(definition.runbook.parameters).filter(([name]) => name !== target);
  startParameters(Object.fromEntries(parameters), given);
  return { ...requested, DocumentVersion: definition.documentVersion };
}

async function allowedDefinition(
  requested: RequestedRunbook,
  template: Template,
  { ports, place }: { ports: Needs; place: Place },
): Promise<Definition> {
  const executables = executablesIn(template);
  const { DocumentName = '', DocumentVersion } = requested;
  const wanted = documentNamed(DocumentName, place);
  const same = executables.filter(({ name }) => {
    const allowed = documentNamed(name, place);
    return allowed.name === wanted.name && allowed.account === wanted.account && allowed.region === wanted.region;
  });
  if (executables.length > 0 && same.length === 0) throw notExecutable(DocumentName, template);
  const version = DocumentVersion ?? wanted.version ?? same[0]?.version;
  const definition = await definitionOf(ports, { DocumentName, DocumentVersion: version }, place);
  for (const { version: allowed } of same) {
    if (allowed === undefined || allowed === version) return definition;
    const other = await definitionOf(ports, { DocumentName, DocumentVersion: allowed }, place);
    if (other.documentVersion === definition.documentVersion) return definition;
  }
  if (same.length > 0) throw notExecutable(`${DocumentName}, version ${definition.documentVersion},`, template);
  return definition;
}

const notExecutable = (runbook: string, { name }: Template) =>
  invalidAutomationExecutionParameters(
    `Runbook ${runbook} is not among the executableRunBooks of change template ${name}.`,
  );

function executablesIn({ content: { executableRunBooks: written } }: Template): Executable[] {
  const runbooks = Array.isArray(written) ? written.filter(isMap) : [];
  return runbooks.flatMap(({ name, version }) =>
    typeof name === 'string' ? [{ name, ...(isVersion(version) && { version: String(version) }) }] : [],
  );
}

const isVersion = (version: unknown): version is string | number =>
  typeof version === 'number' || (typeof version === 'string' && version !== '');
