import type { JsonObject } from '../../functions/ports/json.ts';
import type { DataFlow } from './data-flow.ts';
import type { Frame } from './frame.ts';
import type { Catcher, Retrier } from './handlers.ts';
import type { Environment } from './json-path-read.ts';
import type { Evaluate } from './payload-template.ts';
import type { Runtime } from './runtime.ts';
import type { StatesError } from './states-error.ts';
import type { Resource } from './task-resource.ts';

/** A number that a definition writes down or reads from the data, if it asks for one. */
export type Setting = (environment: Environment) => number | undefined;

/** The states that stand together: a whole machine, one branch of a Parallel, the processor of a Map; `path` finds it again after a restart. */
export interface Scope {
  path: string;
  startAt: string;
  states: Map<string, State>;
}

/** What every state has; `run` does what the state is for and throws StatesError when it fails. */
interface StateOf<Type extends string> {
  type: Type;
  name: string;
  scope: Scope;
  /** The state that follows; none at an end. */
  next: string | undefined;
  flow: DataFlow;
  retriers: Retrier[];
  catchers: Catcher[];
  run: (runtime: Runtime, frame: Frame) => void;
}

/** What a state with others inside does when one of its frames is over. */
interface ParentOf<Type extends string> extends StateOf<Type> {
  scopes: Scope[];
  /** Finds its place again among frames that were read back. */
  resume: (runtime: Runtime, frame: Frame) => void;
  childEnded: (runtime: Runtime, child: Frame) => void;
  childFailed: (runtime: Runtime, child: Frame, error: StatesError) => void;
}

/** A Task with what it calls; `isRepeatable` tells that its parameters need not be kept to call it again. */
export interface TaskState extends StateOf<'Task'> {
  resource: Resource;
  timeoutSeconds: Setting;
  heartbeatSeconds: Setting;
  isRepeatable: boolean;
}

/** A Parallel; its scopes are the branches. */
export type ParallelState = ParentOf<'Parallel'>;

/** A Map with its one scope, the processor, and the bounds of its work. */
export interface MapState extends ParentOf<'Map'> {
  itemsPath: Evaluate;
  itemSelector: Evaluate | undefined;
  maxConcurrency: Setting;
  toleratedFailureCount: Setting;
  toleratedFailurePercentage: Setting;
}

/** A state that has no more than what all have. */
export type PlainState = StateOf<'Pass' | 'Choice' | 'Wait' | 'Succeed' | 'Fail'>;

/** One state of a machine, ready to run. */
export type State = PlainState | TaskState | ParallelState | MapState;

/** A state's definition and where it stands, while it is being read; `scopeOf` reads the scopes inside it. */
export interface Draft {
  name: string;
  definition: JsonObject;
  scope: Scope;
  scopeOf: (definition: JsonObject, path: string) => Scope;
}
