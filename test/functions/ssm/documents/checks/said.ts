import { ApiError } from '../../../../../functions/api/error.ts';
import { checkDocument } from '../../../../../functions/ssm/documents/checks/document.ts';
import type { ContentFormat } from '../../../../../functions/ssm/documents/content.ts';
import { runbook, step } from '../runbooks.ts';

/** How content is refused, code and message; `none` where it is accepted. */
export function refusal(content: string, type = 'Automation', format: ContentFormat = 'JSON'): string {
  try {
    checkDocument(content, format, type);
  } catch (error) {
    if (error instanceof ApiError) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'none';
}

/** What InvalidDocumentContent says of a runbook with these members. */
export const said = (members: object): string => refusal(runbook(members)).replace('InvalidDocumentContent: ', '');

/** The same of a runbook with these steps. */
export const steps = (...mainSteps: unknown[]): string => said({ mainSteps });

/** The same of a runbook whose one step, First, has this action and these inputs. */
export const only = (action: string, inputs: object): string => steps({ name: 'First', action, inputs });

/** An aws:loop, First, over one value with one step, Child, unless its inputs say else. */
export const loopStep = (inputs: object, members: object = {}) => ({
  name: 'First',
  action: 'aws:loop',
  inputs: { Iterators: ['a'], Steps: [step('Child')], ...inputs },
  ...members,
});

/** An expression that can be decided. */
export const equals = { Variable: 'a', StringEquals: 'b' };
