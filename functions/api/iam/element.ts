import { matches } from './pattern.ts';
import type { Context } from './request-context.ts';
import { readTemplate, resolve, type Template } from './template.ts';
import { not, some, type Truth } from './truth.ts';

/** What is wrong in a policy, as the error tells it: the place and the rule. */
export interface Problem {
  problem: string;
}

/** Whether a statement is about an action (in lower case) or a resource. */
export type Element = (text: string, context: () => Context) => Truth;

type Statement = Record<string, unknown>;

/** Reads Action or NotAction, of which a statement has exactly one. Letters count the same in either case. */
export function readAction(statement: Statement): Element | Problem {
  const given = readTexts(statement, 'Action');
  if ('problem' in given) return given;
  const wrong = given.texts.find((text) => !/^(\*|[a-z0-9-]+:[\w*?]+)$/i.test(text));
  if (wrong !== undefined)
    return { problem: `${given.name} has the value "${wrong}", which is neither vendor:action nor *` };
  const templates = given.texts.map((text) => readTemplate(text, { variables: false, wildcards: true, fold: true }));
  return element(templates, given);
}

/** Reads Resource or NotResource, of which a statement has exactly one. */
export function readResource(statement: Statement, variables: boolean): Element | Problem {
  const given = readTexts(statement, 'Resource');
  if ('problem' in given) return given;
  const wrong = given.texts.find((text) => text !== '*' && !/^arn:./.test(text));
  if (wrong !== undefined) return { problem: `${given.name} has the value "${wrong}", which is neither an ARN nor *` };
  const templates = given.texts.map((text) => readTemplate(completed(text), { variables, wildcards: true }));
  return element(templates, given);
}

/**
 * An ARN with less than six fields stands for any in those that are missing.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns
 */
function completed(arn: string): string {
  const fields = arn.replace(/\$\{.*?\}/g, '').split(':').length;
  return arn === '*' ? arn : arn + ':*'.repeat(Math.max(0, 6 - fields));
}

interface Texts {
  name: string;
  isNegated: boolean;
  texts: string[];
}

function readTexts(statement: Statement, plain: 'Action' | 'Resource'): Texts | Problem {
  const isNegated = statement[plain] === undefined;
  const name = isNegated ? `Not${plain}` : plain;
  const value = statement[name];
  if (value === undefined || (!isNegated && statement[`Not${plain}`] !== undefined))
    return { problem: `must have either ${plain} or Not${plain}` };
  const texts: unknown[] = Array.isArray(value) ? value : [value];
  const isText = texts.length > 0 && texts.every((text) => typeof text === 'string');
  return isText ? { name, isNegated, texts } : { problem: `${name} must be a string or a list of strings` };
}

function element(templates: (Template | undefined)[], { name, isNegated }: Texts): Element | Problem {
  const readable = templates.filter((template) => template !== undefined);
  if (readable.length < templates.length) return { problem: `${name} has a malformed policy variable` };
  // Nothing is like a missing value; but an exception without its value must not make a permission wider.
  const missing = isNegated ? undefined : false;
  return (text, context) => {
    const truth = some(readable, (template) => {
      const pattern = resolve(template, context);
      if (typeof pattern === 'string') return pattern === 'unknown' ? undefined : missing;
      return matches(pattern, text);
    });
    return isNegated ? not(truth) : truth;
  };
}
