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
