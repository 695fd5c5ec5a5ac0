import type { Json } from '../../ports/json.ts';
import { checkSelector, InvalidSelector, select } from '../expressions/selector.ts';
import { callAws } from './role.ts';
import type { StepContext } from './step-action.ts';

/** What aws:assertAwsResourceProperty and aws:waitForAwsResourceProperty were asked to look at. */
interface PropertyQuestion {
  service: string;
  operation: string;
  selector: string;
  desired: Json[];
}

/** What a look at a property came to: the value as Python prints it, and whether it is among the desired ones. */
export interface SeenProperty {
  isDesired: boolean;
  detail: string;
}

/** What is wrong with the inputs, if anything. */
export function propertyProblem({ record }: StepContext): string | undefined {
  const { Service, Api, PropertySelector, DesiredValues } = record.inputs;
  if (typeof Service !== 'string' || typeof Api !== 'string') return 'Service and Api must be texts';
  if (typeof PropertySelector !== 'string') return 'PropertySelector must be a text such as $.State';
  if (!Array.isArray(DesiredValues) || !DesiredValues.length)
    return 'DesiredValues must be a list of at least one value';
  try {
    checkSelector(PropertySelector);
    return undefined;
  } catch (error) {
    if (error instanceof InvalidSelector) return error.message;
    throw error;
  }
}

/** Asks AWS once and compares; inputs as propertyProblem finds nothing wrong with. */
export async function lookAtProperty(context: StepContext): Promise<SeenProperty> {
  const { Service, Api, PropertySelector, DesiredValues, ...input } = context.record.inputs;
  const { service, operation, selector, desired } = {
    service: Service,
    operation: Api,
    selector: PropertySelector,
    desired: DesiredValues,
  } as unknown as PropertyQuestion;
  const value = select(selector, await callAws(context, { service, operation, input }));
  const isScan = selector.includes('..');
  const words = desired.map(pythonText);
  return {
    isDesired: isScan ? areAllDesired(value, words) : isAmong(value, words),
    detail: `Property value '${pythonText(value ?? null)}' from the API output is not in the desired values. Desired values: ${pythonRepr(words)}.`,
  };
}

/** A deep scan finds many: all of them must be as desired, and there must be one. */
const areAllDesired = (found: Json | undefined, desired: string[]): boolean =>
  Array.isArray(found) && found.length > 0 && found.every((value) => isAmong(value, desired));

const isAmong = (value: Json | undefined, desired: string[]): boolean =>
  value !== undefined && value !== null && desired.includes(pythonText(value));

/** A value as Python's str() prints it: `True`, `None`, `['a']`; a text as it is. */
const pythonText = (value: Json): string => (typeof value === 'string' ? value : pythonRepr(value));

function pythonRepr(value: Json): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return `[${value.map(pythonRepr).join(', ')}]`;
  const members = Object.entries(value).map(([name, member]) => `${quoted(name)}: ${pythonRepr(member)}`);
  return `{${members.join(', ')}}`;
}

function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t');
  return `${quote}${quote === "'" ? escaped.replaceAll("'", "\\'") : escaped}${quote}`;
}
