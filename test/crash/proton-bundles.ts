const inputs =
  '{type: object, properties: {seconds: {type: string, default: "0.1"}, said: {type: string, default: "-"}}}';

/** Commands that take as long as the inputs say, and fail where they say so. */
const commands = (given: string) => `infrastructure:
  templates:
    - rendering_engine: codebuild
      settings:
        provision:
          - sleep {{ ${given}.inputs.seconds }}
          - test {{ ${given}.inputs.said }} != fail
        deprovision: ["true"]
`;

const schema = `schema: {format: {openapi: "3.0.0"}, environment_input_type: I, types: {I: ${inputs}}}`;

/** An environment that commands make. */
export const base = { 'schema/schema.yaml': schema, 'infrastructure/manifest.yaml': commands('environment') };

/** An environment that pull requests make. */
export const tf = {
  'schema/schema.yaml': schema,
  'infrastructure/manifest.yaml':
    'infrastructure: {templates: [{file: "*", rendering_engine: hcl, template_language: terraform}]}',
  'infrastructure/main.tf': '# here\n',
};

/** A service that commands make, with a pipeline. */
export const web = {
  'schema/schema.yaml': `schema: {format: {openapi: "3.0.0"}, service_input_type: I, pipeline_input_type: I, types: {I: ${inputs}}}`,
  'instance_infrastructure/manifest.yaml': commands('service_instance'),
  'pipeline_infrastructure/manifest.yaml': commands('pipeline'),
};
