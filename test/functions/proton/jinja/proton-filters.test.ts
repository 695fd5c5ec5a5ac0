import { render } from '../../../../functions/proton/jinja/index.ts';
import { failure } from './outcome.ts';

const outputs = {
  Output1: 'hello',
  Output2: 'world',
  PolicyArn1: 'arn:aws:iam::123456789012:policy/one',
  PolicyArn2: 'arn:aws:iam::123456789012:policy/two',
};

describe('the filters of Proton', () => {
  it('list variables for ECS under the column of the expression', () => {
    const template = 'Environment:\n    {{ o\n      | proton_cfn_ecs_task_definition_formatted_env_vars }}\nNext: 1';

    expect(render(template, { o: { Output1: 'hello', Output2: 'world' } })).toBe(
      'Environment:\n    - Name: Output1\n      Value: hello\n    - Name: Output2\n      Value: world\nNext: 1',
    );
  });

  it('map variables for Lambda under the column of the expression', () => {
    const template = 'Variables:\n  {{ o | proton_cfn_lambda_function_formatted_env_vars }}\nNext: 1';

    expect(render(template, { o: { Output1: 'hello', Output2: 'world' } })).toBe(
      'Variables:\n  Output1: hello\n  Output2: world\nNext: 1',
    );
  });

  it('pick out policies, after items that are there already', () => {
    const template = 'Arns:\n  - !Ref Base\n  {{ o\n      | proton_cfn_iam_policy_arns }}\n';

    expect(render(template, { o: outputs })).toBe(
      'Arns:\n  - !Ref Base\n  - arn:aws:iam::123456789012:policy/one\n  - arn:aws:iam::123456789012:policy/two',
    );
  });

  it('give nothing after items, and an empty collection alone, when there are no outputs', () => {
    expect(render('A:\n  - b\n  {{ o | proton_cfn_iam_policy_arns }}', { o: {} })).toBe('A:\n  - b\n  ');
    expect(render('A:\n  {{ o | proton_cfn_iam_policy_arns }}', { o: {} })).toBe('A:\n  []');
    expect(render('A:\n  {{ o | proton_cfn_lambda_function_formatted_env_vars }}', { o: {} })).toBe('A:\n  {}');
  });

  it('quote what YAML would not read as the same text', () => {
    const o = { a: '123', b: 'yes', c: "it's: x", d: '', e: 'x\ny', f: '1e3', g: 'plain text', h: '#no', i: 'k: v' };

    expect(render('{{ o | proton_cfn_lambda_function_formatted_env_vars }}', { o })).toBe(
      "a: '123'\nb: 'yes'\nc: 'it''s: x'\nd: ''\ne: \"x\\ny\"\nf: '1e3'\ng: plain text\nh: '#no'\ni: 'k: v'",
    );
  });

  it('check values when they must not be raw', () => {
    const template = '{{ o | proton_cfn_ecs_task_definition_formatted_env_vars(raw=False) }}';

    expect(render(template, { o: { A: 'a-b_1' } })).toBe('- Name: A\n  Value: a-b_1');
    expect(failure(template, { o: { A: 'a b' } }).message).toBe(
      'Illegal character(s) detected in "a b". Must match regex ^[a-zA-Z0-9_-]*$',
    );
  });

  it('let harmless text and ARNs through, nothing else', () => {
    const template = '{{ v | proton_cfn_sanitize }}';

    expect(render(template, { v: 'This-is_valid_37' })).toBe('This-is_valid_37');
    expect(render(template, { v: 'arn:aws:some-service::123456789012:some-resource/resource-name' })).toBe(
      'arn:aws:some-service::123456789012:some-resource/resource-name',
    );
    expect(failure(template, { v: 'this::is::incorrect' }).message).toBe(
      'Illegal character(s) detected in "this::is::incorrect". Must match regex ^[a-zA-Z0-9_-]*$ or be a valid ARN',
    );
  });

  it('fail for outputs that are not there', () => {
    expect(failure('{{ o.outputs | proton_cfn_iam_policy_arns }}', { o: {} }).type).toBe('UndefinedError');
  });
});
