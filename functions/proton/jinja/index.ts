export { JinjaError } from './error.ts';
export { Float, parseJson } from './from-host.ts';
export { defaultLimits, type Limits, type Operation, type UndefinedKind } from './session.ts';
export { compile, render, type RenderOptions, type Template } from './template.ts';
