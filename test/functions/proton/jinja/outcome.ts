import { JinjaError, render, type RenderOptions } from '../../../../functions/proton/jinja/index.ts';

/** What a template gives: its text, or the type of its error. */
export function outcome(template: string, variables: object = {}, options: RenderOptions = {}): string {
  try {
    return render(template, variables, options);
  } catch (error) {
    if (!(error instanceof JinjaError)) throw error;
    return `ERR ${error.type}`;
  }
}

/** The error of a template that must fail. */
export function failure(template: string, variables: object = {}, options: RenderOptions = {}): JinjaError {
  try {
    render(template, variables, options);
  } catch (error) {
    if (error instanceof JinjaError) return error;
    throw error;
  }
  throw new Error(`the template did not fail: ${template}`);
}
