import type { Value } from '../values/value.ts';
import type { Operator } from '../values/arithmetic.ts';

/** A call's arguments, of functions, filters and tests alike. */
export interface CallArguments {
  args: Expression[];
  kwargs: { key: string; value: Expression }[];
  /** `*values`. */
  spread?: Expression | undefined;
  /** `**values`. */
  keywords?: Expression | undefined;
}

/** A comparison of a chain, such as `< x` in `a < x < b`. */
export interface Comparison {
  operator: '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'not in';
  right: Expression;
}

/** Every expression knows its offset in the template. */
export type Expression = { at: number } & (
  | { kind: 'const'; value: Value }
  | { kind: 'name'; name: string }
  | { kind: 'attributeOfNamespace'; name: string; attribute: string }
  | { kind: 'tuple'; items: Expression[] }
  | { kind: 'list'; items: Expression[] }
  | { kind: 'dict'; items: { key: Expression; value: Expression }[] }
  | { kind: 'condition'; test: Expression; yes: Expression; no: Expression | undefined }
  | { kind: 'and'; left: Expression; right: Expression }
  | { kind: 'or'; left: Expression; right: Expression }
  | { kind: 'not'; operand: Expression }
  | { kind: 'unary'; operator: '+' | '-'; operand: Expression }
  | { kind: 'binary'; operator: Operator; left: Expression; right: Expression }
  | { kind: 'concat'; parts: Expression[] }
  | { kind: 'compare'; left: Expression; comparisons: Comparison[] }
  | { kind: 'attribute'; of: Expression; name: string }
  | { kind: 'item'; of: Expression; key: Expression }
  | { kind: 'slice'; of: Expression; slice: Record<'start' | 'stop' | 'step', Expression | undefined> }
  | ({ kind: 'call'; callee: Expression } & CallArguments)
  | ({ kind: 'filter'; name: string; of: Expression | undefined } & CallArguments)
  | ({ kind: 'test'; name: string; of: Expression } & CallArguments)
);

/** An expression of one kind. */
export type ExpressionOf<K extends Expression['kind']> = Extract<Expression, { kind: K }>;

/** What an assignment assigns to. */
export type Target = ExpressionOf<'name' | 'attributeOfNamespace' | 'tuple'>;

/** The parameters of a macro or call block; defaults belong to the last ones. */
export interface Parameters {
  names: string[];
  defaults: Expression[];
}

/** Every statement knows its offset in the template. */
export type Statement = { at: number } & (
  | { kind: 'text'; text: string }
  | { kind: 'output'; value: Expression }
  | {
      kind: 'for';
      target: Target;
      items: Expression;
      body: Statement[];
      otherwise: Statement[];
      test: Expression | undefined;
      recursive: boolean;
    }
  | { kind: 'if'; branches: { test: Expression; body: Statement[] }[]; otherwise: Statement[] }
  | { kind: 'set'; target: Target; value: Expression }
  | { kind: 'setBlock'; target: Target; filter: Expression | undefined; body: Statement[] }
  | { kind: 'with'; targets: Target[]; values: Expression[]; body: Statement[] }
  | ({ kind: 'macro'; name: string; body: Statement[] } & Parameters)
  | ({ kind: 'callBlock'; call: ExpressionOf<'call'>; body: Statement[] } & Parameters)
  | { kind: 'filterBlock'; filter: Expression; body: Statement[] }
  | { kind: 'scope'; option: Expression; body: Statement[] }
  | { kind: 'block'; name: string; scoped: boolean; required: boolean; body: Statement[] }
  | { kind: 'extends'; template: Expression }
  | { kind: 'include'; template: Expression; ignoreMissing: boolean }
  | { kind: 'import'; template: Expression; names: string[] }
);

/** A statement of one kind. */
export type StatementOf<K extends Statement['kind']> = Extract<Statement, { kind: K }>;
