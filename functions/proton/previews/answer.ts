// Shapes only: the console is told by them what the server answers, and imports nothing else of it.

/** A file of a deployment; `Before` is what was deployed last, `After` what would be. */
export interface PreviewFile {
  Path: string;
  Before?: string;
  After?: string;
}

/** What a deployment would do with a resource of a template, in the words of CloudFormation's change sets; `Members` are the properties and attributes that change. */
export interface ResourceChange {
  Action: 'Add' | 'Modify' | 'Remove';
  LogicalResourceId: string;
  ResourceType: string;
  Members: string[];
}

/** What a deployment would make of a resource: the texts, and what becomes of what they declare. */
export interface Preview {
  Files: PreviewFile[];
  Resources: ResourceChange[];
}
