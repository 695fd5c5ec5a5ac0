import type { Json } from '../../ports/json.ts';
import type { VariableDefinition } from '../documents/runbook.ts';
import { isMap, isOfType, plainTexts, typedValue } from './typed-value.ts';

/** A value that a variable of the run cannot take. */
export class InvalidVariable extends Error {
  override name = 'InvalidVariable';
}

const LONGEST_STRING = 512;
const MOST_LIST_ITEMS = 50;
const LONGEST_KEY = 50;
const MOST_MAPS = 200;

/** What the variables of a run start with: their defaults as typed values (a StringMap's may be JSON text); without a default there is none. */
export function initialVariables(definitions: Record<string, VariableDefinition>): Record<string, Json> {
  const values = Object.entries(definitions).flatMap(([name, definition]): [string, Json][] => {
    const { type, default: value } = definition;
    return value === undefined ? [] : [[name, typedValue(type, plainTexts(value)) ?? structuredClone(value)]];
  });
  return Object.fromEntries(values);
}

/**
 * Throws InvalidVariable unless aws:updateVariable may give the variable this value: its own type, unconverted, within the limits of size.
 * Source: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-update-variable.html
 */
export function checkVariable({ type }: VariableDefinition, value: Json): void {
  if (value === null || !isOfType(type, value)) refuse(`The value is not of the variable's type, ${type}.`);
  if (typeof value === 'string') checkLength(value);
  if (Array.isArray(value)) checkItems(type, value.length);
  for (const map of [value].flat().filter(isMap)) checkKeys(Object.keys(map));
}

/** The variables as GetAutomationExecution shows them, map<name, list<string>>. */
export function variableTexts(values: Record<string, Json>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, plainTexts(value)]));
}

function checkLength(text: string): void {
  if (text.length >= 1 && text.length <= LONGEST_STRING) return;
  refuse(`A String variable has 1 to ${LONGEST_STRING} characters, not ${text.length}.`);
}

function checkItems(type: string, count: number): void {
  const most = type === 'MapList' ? MOST_MAPS : MOST_LIST_ITEMS;
  if (count > most) refuse(`A ${type} variable has at most ${most} items, not ${count}.`);
}

function checkKeys(keys: string[]): void {
  if (keys.some((key) => key.length < 1 || key.length > LONGEST_KEY)) {
    refuse(`The keys of a map have 1 to ${LONGEST_KEY} characters.`);
  }
}

function refuse(message: string): never {
  throw new InvalidVariable(message);
}
