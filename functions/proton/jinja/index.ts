export { JinjaError } from './error.ts';
export { Float, parseJson } from './from-host.ts';
export { compile, render, type RenderOptions, type Template } from './template.ts';
