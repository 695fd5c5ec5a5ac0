import { withInstance } from '../../../../functions/proton/specs/with-instance.ts';

/** A spec as people write them. */
const spec = `# ours
proton: "ServiceSpec"

pipeline: {dir: 'src'} # built there
instances:
  # the first
  - name: "one"
    environment: dev
    spec:
      size: 0x10   # in hex
      text: |
        a

        b
  - {name: two, environment: dev} # the second
# the end
`;

describe('a spec with another instance', () => {
  it('stays as it is written, with the entry as it is written elsewhere', async () => {
    const other = `proton: ServiceSpec
instances:
- name: 'three' # new
  environment: dev
  spec:
    text: |
      x
        y
    size: 3
`;

    expect(await withInstance(spec, other, 'three')).toBe(
      spec.replace(
        '# the second\n',
        `# the second
  - name: 'three' # new
    environment: dev
    spec:
      text: |
        x
          y
      size: 3
`,
      ),
    );
  });

  it('has it in the place of the one of its name', async () => {
    const other = 'proton: ServiceSpec\ninstances:\n    - name: one\n      environment: dev\n      spec: {size: 9}\n';

    const after = await withInstance(spec, other, 'one');

    expect(after).toBe(`# ours
proton: "ServiceSpec"

pipeline: {dir: 'src'} # built there
instances:
  # the first
  - name: one
    environment: dev
    spec: {size: 9}
  - {name: two, environment: dev} # the second
# the end
`);
    expect(await withInstance(after, 'instances: [{name: two, environment: prod}]', 'two')).toBe(
      after.replace('{name: two, environment: dev} # the second', '{name: two, environment: prod} # the second'),
    );
  });

  it.each([
    [
      'in brackets',
      'instances: [{name: one, environment: dev}]\nproton: ServiceSpec\n',
      ', {"name":"new","environment":"dev","spec":{"size":2}}]\nproton: ServiceSpec\n',
    ],
    [
      'in a document',
      '---\n"instances":\n- name: one\n  environment: dev\n...\n',
      '\n- name: new\n  environment: dev\n  spec:\n    size: 2\n...\n',
    ],
    [
      'with lines of Windows',
      'instances:\r\n- name: one\r\n  environment: dev\r\n',
      'dev\r\n- name: new\r\n  environment: dev\r\n  spec:\r\n    size: 2\r\n',
    ],
    [
      'without a last line break',
      'instances:\n- name: one\n  environment: dev',
      'dev\n- name: new\n  environment: dev\n  spec:\n    size: 2',
    ],
    [
      'in JSON',
      '{"proton": "ServiceSpec", "instances": [\n  {"name": "one", "environment": "dev"}\n]}',
      '"dev"}\n, {"name":"new","environment":"dev","spec":{"size":2}}]}',
    ],
  ])('keeps its form: %s', async (_, text, end) => {
    const other = 'instances:\n- name: new\n  environment: dev\n  spec:\n    size: 2\n';

    const after = await withInstance(text, other, 'new');

    expect(after.endsWith(end)).toBe(true);
    expect(after.startsWith(text.slice(0, 12))).toBe(true);
  });

  it('needs nothing of the other spec', async () => {
    const other = 'base: &base {size: 2}\ninstances:\n- name: new\n  environment: dev\n  spec: *base\n';

    expect(await withInstance('instances:\n- name: one\n  environment: dev\n', other, 'new')).toBe(
      'instances:\n- name: one\n  environment: dev\n- {"name":"new","environment":"dev","spec":{"size":2}}\n',
    );
  });

  it('says the same where its list is somewhere else', async () => {
    const text = 'base: &base\n- {name: one, environment: dev}\ninstances: *base\n';

    const after = await withInstance(text, 'instances: [{name: new, environment: dev}]', 'new');

    expect(JSON.parse(after)).toMatchObject({ instances: [{ name: 'one' }, { name: 'new' }] });
  });
});
