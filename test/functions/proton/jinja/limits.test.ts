import { compile, render } from '../../../../functions/proton/jinja/index.ts';
import { failure, outcome } from './outcome.ts';

const small = { limits: { steps: 10_000, output: 10_000, depth: 50 } };

describe('the limits of a render', () => {
  it.each([
    [
      'a loop in a loop in a loop',
      '{% for a in r %}{% for b in r %}{% for c in r %}{% endfor %}{% endfor %}{% endfor %}',
    ],
    [
      'a list that grows while it is gone through',
      '{% set l = [1] %}{% for i in l %}{% set _ = l.append(i) %}{% endfor %}',
    ],
    [
      'a dict that grows while it is gone through',
      '{% set d = {1: 1} %}{% for k in d %}{% set _ = d.update({k + 1: 1}) %}{% endfor %}',
    ],
    ['text that doubles', "{% set ns = namespace(t='x') %}{% for i in r %}{% set ns.t = ns.t ~ ns.t %}{% endfor %}"],
    ['a list that doubles', '{% set ns = namespace(t=[1]) %}{% for i in r %}{% set ns.t = ns.t + ns.t %}{% endfor %}'],
    ['repeated text', "{{ 'x' * 100000 }}"],
    ['a repeated list', '{{ [1] * 1000000 }}'],
    ['a wide field', "{{ '%1000000d' % 1 }}"],
    ['a wide format', "{{ '{:>1000000}'.format(1) }}"],
    ['a wide column', "{{ 'x'.ljust(1000000) }}"],
    ['a power tower', '{{ 9 ** (9 ** 9) }}'],
    ['a text replaced by longer ones', "{{ ('a' * 5000).replace('a', 'b' * 5000) }}"],
    ['joined text', "{{ range(9000)|join('x' * 100) }}"],
  ])('stop %s', (_, template) => {
    expect(outcome(template, { r: Array.from({ length: 200 }, (_unused, at) => at) }, small)).toBe('ERR LimitError');
  });

  it.each([
    ['replaces', "('x' * 100000)|replace('x', 'y')"],
    ['turns to capitals', "('x' * 100000).upper()"],
    ['measures', "('x' * 100000)|safe|length"],
    ['compares', "('x' * 100000) == ('x' * 99999 ~ 'x')"],
    ['orders', "('x' * 100000) < ('x' * 99999 ~ 'y')"],
    ['cuts', "('x' * 100000)[5:]"],
    ['splits', "('x' * 100000).split('y')"],
    ['looks in', "'y' in ('x' * 100000)"],
  ])('stop a loop that %s long texts', (_, expression) => {
    const template = `{% for i in range(1000) %}{% set _ = ${expression} %}{% endfor %}`;

    expect(outcome(template, {}, { limits: { steps: 500_000, output: 200_000, depth: 50 } })).toBe('ERR LimitError');
  });

  it.each(['find(y)', 'rfind(y)', 'count(y)', 'split(y)', 'rsplit(y, 1)', 'partition(y)', 'replace(y, "")'])(
    'stop one search that would compare everything with everything: %s',
    (search) => {
      const template = `{% set y = 'y' ~ 'x' * 500000 %}{{ ('x' * 1000000).${search} }}`;

      expect(outcome(template)).toBe('ERR LimitError');
    },
  );

  it('stop a macro that calls itself', () => {
    expect(outcome('{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}', {}, small)).toBe('ERR RecursionError');
  });

  it('stop a loop that recurses for ever', () => {
    expect(outcome('{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}', {}, small)).toBe('ERR RecursionError');
  });

  it('stop a block that prints itself', () => {
    expect(outcome('{% block b %}{{ self.b() }}{% endblock %}', {}, small)).toBe('ERR RecursionError');
  });

  it('refuse a template nested too deep to parse', () => {
    expect(outcome(`{{ ${'('.repeat(50_000)}1${')'.repeat(50_000)} }}`)).toBe('ERR TemplateSyntaxError');
  });

  it('refuse variables nested too deep', () => {
    let deep: object = {};
    for (let level = 0; level < 5000; level++) deep = { deep };

    expect(outcome('x', { deep })).toBe('ERR RecursionError');
  });

  it('refuse ranges that are too big, as the sandbox does', () => {
    expect(outcome('{% for i in range(1000000000) %}{% endfor %}')).toBe('ERR OverflowError');
  });

  it('begin anew with every render', () => {
    const template = compile('{% for i in range(900) %}x{% endfor %}', small);

    for (let round = 0; round < 30; round++) expect(template.render({})).toBe('x'.repeat(900));
  });

  it('print a list that contains itself', () => {
    expect(render('{% set l = [1] %}{% set _ = l.append(l) %}{{ l }}', {})).toBe('[1, [...]]');
  });

  it.each([
    ['truncate', `{{ ('a' * 200000)|wordwrap(10)|length }}`],
    ['urlize', `{{ ('http://' ~ 'a.' * 100000)|urlize|length }}`],
    ['striptags', `{{ ('<' * 200000)|striptags|length }}`],
    ['wordwrap', `{{ ('a-' * 50000)|wordwrap(40)|length }}`],
    ['wordwrap of dashes', `{{ ('-' * 100000)|wordwrap(40)|length }}`],
    ['pprint', `{{ ('a ' * 50000)|pprint|length }}`],
    ['title', `{{ ('a ' * 100000)|title|length }}`],
  ])('keep %s linear', (_, template) => {
    const started = performance.now();

    render(template, {});

    expect(performance.now() - started).toBeLessThan(3000);
  });
});

describe('the host', () => {
  it.each([
    '{{ x.constructor }}',
    '{{ x["constructor"] }}',
    '{{ x.prototype }}',
    '{{ x.toString }}',
    '{{ x.hasOwnProperty }}',
    '{{ x.valueOf }}',
    '{{ "".constructor }}',
    '{{ [].map }}',
    '{{ [].length }}',
    '{{ range.call }}',
    '{{ range.constructor }}',
    '{{ (1).toFixed }}',
    '{{ loop.constructor }}{% for i in [1] %}{{ loop.constructor }}{% endfor %}',
    '{{ namespace().constructor }}',
    '{{ "{0.constructor}".format(x) }}',
    '{{ x|attr("constructor") }}',
    '{{ [x]|map(attribute="constructor")|join }}',
    '{{ constructor }}',
    '{{ toString }}',
    '{{ self.constructor }}',
  ])('is out of reach of %s', (template) => {
    expect(outcome(template, { x: { a: 1 } })).toBe('ERR UndefinedError');
  });

  it.each(['{{ x.__class__ }}', '{{ ""["__class__"] }}', '{{ "".__class__.__mro__ }}', '{{ x.__init__.__globals__ }}'])(
    'is out of reach of %s, as in the sandbox',
    (template) => {
      expect(outcome(template, { x: { a: 1 } })).toBe('ERR SecurityError');
    },
  );

  it('has filters and tests under their own names only', () => {
    expect(outcome('{{ 1|constructor }}')).toBe('ERR TemplateAssertionError');
    expect(outcome('{{ 1 is toString }}')).toBe('ERR TemplateAssertionError');
    expect(outcome("{{ [1]|map('constructor')|list }}")).toBe('ERR TemplateRuntimeError');
  });

  it('keeps its prototypes', () => {
    render('{% set d = {} %}{% set _ = d.update({"__proto__": {"polluted": 1}}) %}{{ d }}', {});

    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(render('{{ d }}', { d: JSON.parse('{"__proto__": 1}') as object })).toBe("{'__proto__': 1}");
  });

  it('keeps its own data as it was', () => {
    const variables = { l: [1], d: { a: 1 } };

    render('{% set _ = l.append(2) %}{% set _ = d.update(b=2) %}{{ l }}{{ d }}', variables);

    expect(variables).toEqual({ l: [1], d: { a: 1 } });
  });

  it('runs no functions and no getters of classes that it is given', () => {
    expect(failure('x', { f: () => 1 }).message).toBe('a function cannot be a variable of a template');
  });
});
