import { compile } from '../../../../functions/proton/jinja/index.ts';
import { failure, outcome } from './outcome.ts';

describe('an error', () => {
  it.each([
    ['{{ a }}', 'UndefinedError', "'a' is undefined", 1, 4],
    ['x\ny {{ d.b }}', 'UndefinedError', "'dict object' has no attribute 'b'", 2, 7],
    ['x\n\n  {{ d.b.c }}', 'UndefinedError', "'dict object' has no attribute 'b'", 3, 9],
    ['{{ l[5] }}', 'UndefinedError', 'list object has no element 5', 1, 5],
    ['{% if a == 1 %}{% endif %}', 'UndefinedError', "'a' is undefined", 1, 7],
    ["{{ 'a' + 1 }}", 'TypeError', 'can only concatenate str (not "int") to str', 1, 8],
    ['{{ 1 // 0 }}', 'ZeroDivisionError', 'integer division or modulo by zero', 1, 6],
    ['\n{{ l|join(1, 2, 3) }}', 'TypeError', 'do_join() takes from 1 to 3 positional arguments but 4 were given', 2, 6],
    ['{{ 1 +', 'TemplateSyntaxError', "unexpected 'end of template'", 1, 7],
    ['a\n{% if x %}b', 'TemplateSyntaxError', /Unexpected end of template.*'elif' or 'else' or 'endif'/, 2, 12],
    ['{% foo %}', 'TemplateSyntaxError', "Encountered unknown tag 'foo'.", 1, 4],
    ['{{ a|nosuch }}', 'TemplateAssertionError', "No filter named 'nosuch'.", 1, 6],
    [
      '{% if false %}\n{{ a|nosuch }}{% endif %}{{ a is nosuch }}',
      'TemplateAssertionError',
      "No test named 'nosuch'.",
      2,
      31,
    ],
    ['{{ "abc }}', 'TemplateSyntaxError', "unexpected char '\"' at 3", 1, 4],
    ['{# abc', 'TemplateSyntaxError', 'Missing end of comment tag', 1, 1],
    [
      '{% block a %}{% endblock %}\n{% block a %}{% endblock %}',
      'TemplateAssertionError',
      "block 'a' defined twice",
      2,
      4,
    ],
    ['{% extends "x" %}', 'TypeError', 'no loader for this environment specified', 1, 12],
    ['{% import "x" as y %}', 'TypeError', 'no loader for this environment specified', 1, 11],
    ['{% from "x" import y %}', 'TypeError', 'no loader for this environment specified', 1, 9],
  ])('of %j is %s', (template, type, message, line, column) => {
    const error = failure(template, { d: {}, l: [1] });

    expect(error.type).toBe(type);
    expect(error.message).toMatch(message);
    expect([error.line, error.column]).toEqual([line, column]);
  });

  it('of the grammar shows when the template is compiled', () => {
    expect(() => compile('{% endif %}')).toThrow("Encountered unknown tag 'endif'.");
  });

  it('of an undefined value that is only passed on does not happen', () => {
    expect(outcome("{{ a|default('x') }}{{ a is defined }}{% set b = a %}{{ b is undefined }}")).toBe('xFalseTrue');
  });

  it('goes away when undefined values are lenient or chainable', () => {
    expect(outcome('[{{ a }}]', {}, { undefined: 'lenient' })).toBe('[]');
    expect(outcome('[{{ a.b }}]', {}, { undefined: 'lenient' })).toBe('ERR UndefinedError');
    expect(outcome('[{{ a.b.c }}]', {}, { undefined: 'chainable' })).toBe('[]');
  });
});
