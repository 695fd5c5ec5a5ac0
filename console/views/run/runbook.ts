/** A runbook's step as its document has it; only what the console reads is typed, and nothing of it is believed. */
export interface WrittenStep {
  name: string;
  action: string;
  description?: string;
  inputs: Record<string, unknown>;
  nextStep?: string;
  isEnd: boolean;
  onFailure?: string;
  onCancel?: string;
  /** The steps that an aws:loop repeats. */
  steps: WrittenStep[];
}

/** A parameter as the document declares it. */
export interface WrittenParameter {
  name: string;
  type: string;
  description?: string;
  default?: unknown;
  allowedValues?: unknown[];
  allowedPattern?: string;
  minItems?: number;
  maxItems?: number;
  minChars?: number;
  maxChars?: number;
}

/** What the console shows of a runbook. */
export interface WrittenRunbook {
  description?: string;
  parameters: WrittenParameter[];
  steps: WrittenStep[];
}

type Written = Record<string, unknown>;

const mapOf = (value: unknown): Written =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Written) : {};
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);
const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const countOf = (value: unknown): number | undefined =>
  value !== undefined && Number.isInteger(Number(value)) ? Number(value) : undefined;

/** Leaves out what is undefined. */
const defined = <Value>(name: string, value: Value | undefined): Record<string, Value> =>
  value === undefined ? {} : { [name]: value };

/** Reads a runbook from the JSON that GetDocument gives. Throws SyntaxError where it is none. */
export function runbookFrom(content: string): WrittenRunbook {
  const document = mapOf(JSON.parse(content));
  return {
    ...defined('description', textOf(document['description'])),
    parameters: Object.entries(mapOf(document['parameters'])).map(([name, written]) => parameter(name, mapOf(written))),
    steps: stepsFrom(document['mainSteps']),
  };
}

function parameter(name: string, written: Written): WrittenParameter {
  return {
    name,
    type: textOf(written['type']) ?? 'String',
    ...defined('description', textOf(written['description'])),
    ...defined('default', written['default']),
    ...(Array.isArray(written['allowedValues']) && { allowedValues: listOf(written['allowedValues']) }),
    ...defined('allowedPattern', textOf(written['allowedPattern'])),
    ...defined('minItems', countOf(written['minItems'])),
    ...defined('maxItems', countOf(written['maxItems'])),
    ...defined('minChars', countOf(written['minChars'])),
    ...defined('maxChars', countOf(written['maxChars'])),
  };
}

const stepsFrom = (value: unknown): WrittenStep[] => listOf(value).map((written) => step(mapOf(written)));

function step(written: Written): WrittenStep {
  const inputs = mapOf(written['inputs']);
  return {
    name: textOf(written['name']) ?? '',
    action: textOf(written['action']) ?? '',
    ...defined('description', textOf(written['description'])),
    inputs,
    ...defined('nextStep', textOf(written['nextStep'])),
    isEnd: String(written['isEnd']) === 'true',
    ...defined('onFailure', textOf(written['onFailure'])),
    ...defined('onCancel', textOf(written['onCancel'])),
    steps: written['action'] === 'aws:loop' ? stepsFrom(inputs['Steps']) : [],
  };
}
