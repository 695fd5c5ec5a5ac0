import type { ProvisionedTarget } from '../provisioner.ts';

const environment = `variable "environment" {
  type = object({
    account_id = string
    name       = string
    outputs    = map(string)
  })
  default = null
}
`;

const service = `variable "service" {
  type = object({
    name                      = string
    branch_name               = string
    repository_connection_arn = string
    repository_id             = string
  })
}
`;

const tags = `variable "proton_tags" {
  type    = map(string)
  default = null
}
`;

const ofEnvironment = `variable "environment" {
  type = object({
    inputs = any
    name   = string
  })
  default = null
}
`;

const ofInstance = `variable "service_instance" {
  type = object({
    name       = string
    inputs     = any
    components = map(any)
  })
  default = null
}
`;

const ofPipeline = `variable "pipeline" {
  type = object({
    inputs = any
  })
  default = null
}
`;

const instances = `variable "service_instances" {
  type = list(
    object({
      name    = string
      inputs  = any
      outputs = map(string)
      environment = object({
        account_id = string
        name       = string
        outputs    = map(string)
      })
    })
  )
}
`;

const ofComponent = `variable "component" {
  type = object({
    name = string
  })
  default = null
}
`;

const blocks: Record<ProvisionedTarget['type'], [string, string[]]> = {
  ENVIRONMENT: ['environment', [ofEnvironment, tags]],
  SERVICE_INSTANCE: ['service_instance', [environment, service, ofInstance, tags]],
  SERVICE_PIPELINE: ['pipeline', [instances, service, ofPipeline, tags]],
  COMPONENT: ['component', [environment, service, ofInstance, ofComponent, tags]],
};

/** The file that declares to Terraform what proton.auto.tfvars.json gives: its name and its text. */
export function variablesFile(type: ProvisionedTarget['type']): { name: string; text: string } {
  const [name, parts] = blocks[type];
  return { name: `proton.${name}.variables.tf`, text: parts.join('\n') };
}
