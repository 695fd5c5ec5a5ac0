import { compile, Float, parseJson, render } from '../../../../functions/proton/jinja/index.ts';

describe('the variables of a render', () => {
  it('are ints when they are whole numbers, and floats when they say so', () => {
    expect(render('{{ a }} {{ b }} {{ c }} {{ d }}', { a: 1, b: new Float(1), c: 1.5, d: 12345678901234567890n })).toBe(
      '1 1.0 1.5 12345678901234567890',
    );
  });

  it('keep the numbers of JSON as they were written', () => {
    const variables = parseJson('{"a": 1.0, "b": 12345678901234567890, "c": [1e3, -0.0]}') as object;

    expect(render('{{ a }} {{ b }} {{ c }}', variables)).toBe('1.0 12345678901234567890 [1000.0, -0.0]');
  });

  it('may be a Map, with keys that are not text', () => {
    expect(render('{{ m[1] }}{{ m }}', new Map([['m', new Map([[1, 'x']])]]))).toBe("x{1: 'x'}");
  });
});

describe('None', () => {
  it.each([
    ['{{ d.a }}', 'None'],
    ["{{ d['a'] }}", 'None'],
    ["{{ d.get('a', 1) }}", 'None'],
    ["{{ d.pop('a') }}{{ d }}", 'None{}'],
    ['{% set ns = namespace(a=none) %}{{ ns.a }}', 'None'],
    ['{% set x = none %}{% block b %}{{ x }}{% endblock %}', 'None'],
    ['{% macro m(a) %}{{ a }}{% endmacro %}{{ m(none) }}', 'None'],
    ['{% for i in [1, none] %}{{ loop.nextitem is defined }}{% endfor %}', 'TrueFalse'],
    ["{{ '%(a)s' % d }}{{ '{a}'.format(a=none) }}", 'NoneNone'],
    ["{{ d|attr('items') is callable }}{{ [d]|map(attribute='a')|list }}", 'True[None]'],
  ])('is a value like any other in %s', (template, text) => {
    expect(render(template, { d: { a: null } })).toBe(text);
  });
});

describe('a compiled template', () => {
  it('renders again and again, each time from the start', () => {
    const template = compile(
      '{% set ns = namespace(n=0) %}{% for i in l %}{% set ns.n = ns.n + i %}{% endfor %}{{ ns.n }}',
    );

    expect(template.render({ l: [1, 2] })).toBe('3');
    expect(template.render({ l: [5] })).toBe('5');
  });

  it('may have filters of its own', () => {
    const filters = { shout: ([text = '']: unknown[]) => `${String(text)}!` };

    expect(compile("{{ 'a'|shout }}{{ ['b']|map('shout')|list }}", { filters }).render({})).toBe("a!['b!']");
  });

  it('may be rendered by a filter of another one', () => {
    const inner = compile('<{{ x }}>');
    const filters = { inner: ([x = '']: unknown[]) => inner.render({ x }) };

    expect(render('a{{ 1|inner }}b{{ y is defined }}', {}, { filters })).toBe('a<1>bFalse');
  });

  it('picks the same random items every time', () => {
    const template = compile('{{ range(1000)|random }} {{ range(1000)|random }}');

    expect(template.render({})).toBe(template.render({}));
  });
});
