/** A bundle of an environment that a CodeBuild project makes: the inputs are a greeting and a number. */
export const commands: Record<string, string> = {
  'schema/schema.yaml': `schema:
  format: {openapi: "3.0.0"}
  environment_input_type: Input
  types:
    Input:
      type: object
      properties:
        greeting: {type: string, default: hello, minLength: 2}
        count: {type: number, default: 1}
`,
  'infrastructure/manifest.yaml': `infrastructure:
  templates:
    - rendering_engine: codebuild
      settings:
        image: aws/codebuild/amazonlinux2-x86_64-standard:5.0
        runtimes: {nodejs: 20}
        provision:
          - echo {{ environment.inputs.greeting }}
        deprovision: ["true"]
`,
};

/** The same inputs for Terraform, by pull request. */
export const terraform: Record<string, string> = {
  'schema/schema.yaml': commands['schema/schema.yaml'] ?? '',
  'infrastructure/manifest.yaml': `infrastructure:
  templates:
    - {file: '*', rendering_engine: hcl, template_language: terraform}
`,
  'infrastructure/main.tf': 'output "greeting" { value = var.environment.inputs.greeting }\n',
};

/** The same inputs for a stack. */
export const cloudformation: Record<string, string> = {
  'schema/schema.yaml': commands['schema/schema.yaml'] ?? '',
  'infrastructure/manifest.yaml': `infrastructure:
  templates:
    - {file: cloudformation.yaml, rendering_engine: jinja, template_language: cloudformation}
`,
  'infrastructure/cloudformation.yaml': `Resources:
  Topic:
    Type: AWS::SNS::Topic
    Properties: {DisplayName: '{{ environment.inputs.greeting }}'}
Outputs:
  Topic: {Value: !Ref Topic}
`,
};
