/** A member, list element, map key or map value: the name of its shape. */
export interface ShapeRef {
  shape: string;
}

/** A shape as botocore's models write it; `min` and `max` bound a string's length, a list's size or a number's value. */
export interface Shape {
  type: string;
  members?: Record<string, ShapeRef>;
  required?: string[];
  member?: ShapeRef;
  key?: ShapeRef;
  value?: ShapeRef;
  min?: number;
  max?: number;
  /** A Java regular expression, to be found anywhere unless it anchors itself. */
  pattern?: string;
  enum?: string[];
  sensitive?: boolean;
}

/** One operation: the names of its input and output shapes, and of the errors it may answer with. */
export interface Operation {
  input?: string;
  output?: string;
  errors?: string[];
}

/** An API as data (`contracts/*.json`): the official model of an AWS JSON 1.0 or 1.1 service. */
export interface Contract {
  service: string;
  /** Before the dot in `X-Amz-Target`. */
  targetPrefix: string;
  jsonVersion: string;
  /** The service in a signature's scope, and before the colon in an IAM action. */
  signingName: string;
  operations: Record<string, Operation>;
  shapes: Record<string, Shape>;
}
