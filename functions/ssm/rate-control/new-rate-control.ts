import type { StartAutomationExecutionRequest } from '@aws-sdk/client-ssm';
import type { Ports } from '../../ports/ports.ts';
import type { Write } from '../../ports/store.ts';
import { newExecution, type Origin } from '../automation-executions/new-execution.ts';
import type { ExecutionRecord } from '../automation-executions/record.ts';
import { keptRunbook } from '../automation-executions/runbook-snapshot.ts';
import type { Runbook } from '../documents/runbook.ts';
import { invalidAutomationExecutionParameters } from '../errors.ts';
import { references } from '../expressions/interpolate.ts';
import { assumedRole } from '../steps/role.ts';
import { concurrencyOf, errorsOf } from './decide.ts';
import { locationsOf, placesOf } from './locations.ts';
import {
  chunkItems,
  type Control,
  controlKey,
  type Elsewhere,
  type Group,
  type PlannedTarget,
  type RateControl,
} from './record.ts';
import { checkTargeting, isRateControlled, parametersFromTargets } from './request.ts';
import type { Seeker } from './resources.ts';
import { targetTypeOf } from './target-type.ts';
import { checkTargets, targetsOf } from './targets.ts';

type Needs = Pick<Ports, 'store' | 'clock' | 'aws' | 'http' | 'log'>;

/** An execution about to go on record, and what must be written together with it. */
export interface NewAutomation {
  record: ExecutionRecord;
  together: Write[];
}

/**
 * The execution that a start asks for: one run of the runbook, or one that has it run for every target; those are all found before anything is
 * written. Throws what StartAutomationExecution throws.
 */
export async function newAutomation(
  input: StartAutomationExecutionRequest,
  ports: Needs,
  origin: Origin,
): Promise<NewAutomation> {
  checkTargeting(input);
  if (!isRateControlled(input)) return { record: await newExecution(input, ports, origin), together: [] };
  checkTargets(input.Targets ?? []);
  const locations = await locationsOf(input, ports.http);
  const fromTargets = parametersFromTargets(input);
  const given = Object.entries(input.Parameters ?? {}).filter(([name]) => !fromTargets.includes(name));
  const others = { ...input, Parameters: Object.fromEntries(given) };
  const record = await newExecution(others, ports, { ...origin, fromTargets });
  const runbook = await keptRunbook(ports.store, record.runbook);
  const asked = { ...input, TargetLocations: locations };
  const { targets, groups } = await plan(asked, { record, runbook }, ports);
  const rateControl = rateControlOf(asked, targets, { fromTargets, others, runbook });
  return planned({ ...record, rateControl }, targets, groups);
}

interface Parent {
  record: ExecutionRecord;
  runbook: Runbook;
}

/** All that is to be run, and in which groups. */
async function plan(input: StartAutomationExecutionRequest, { record, runbook }: Parent, { store, aws, clock }: Needs) {
  const { TargetLocations: locations = [] } = input;
  const seeker = { aws, sessionName: record.id, region: record.region };
  if (locations.length) {
    const { targets, sizes } = await placesOf(locations, { ...seeker, targetType: undefined });
    const limits = locations.map(
      ({ TargetLocationMaxConcurrency: concurrency = '1', TargetLocationMaxErrors: errors = '0' }) => [
        concurrency,
        errors,
      ],
    );
    return { targets, groups: groupsOf(sizes, limits) };
  }
  const roleArn = assumedRole(runbook, record, clock.now());
  const sought: Seeker = {
    ...seeker,
    targetType: await targetTypeOf(input, record, { store, aws }),
    ...(roleArn !== undefined && { roleArn }),
  };
  const targets = await targetsOf(input, runbook, sought);
  return { targets, groups: groupsOf([targets.length], [[input.MaxConcurrency, input.MaxErrors]]) };
}

function groupsOf(sizes: number[], limits: (string | undefined)[][]): Group[] {
  let first = 1;
  return sizes.map((total, place) => {
    const [concurrency, errors] = limits[place] ?? [];
    const group = { first, total, concurrency: concurrencyOf(concurrency, total), errors: errorsOf(errors, total) };
    first += total;
    return { ...group, dispatched: 0, started: 0, Success: 0, Failed: 0, TimedOut: 0, Cancelled: 0 };
  });
}

const mostShown = 50;

interface Around {
  fromTargets: string[];
  /** The request without the parameters that targets fill in. */
  others: StartAutomationExecutionRequest;
  runbook: Runbook;
}

function rateControlOf(
  input: StartAutomationExecutionRequest,
  targets: PlannedTarget[],
  { fromTargets, others, runbook }: Around,
): RateControl {
  const { TargetLocations: locations = [], Targets, TargetMaps, TargetLocationsURL: url } = input;
  return {
    ...(input.TargetParameterName !== undefined && { parameterName: input.TargetParameterName }),
    ...(Targets?.length && { targets: Targets }),
    ...(TargetMaps?.length && { maps: TargetMaps }),
    ...(locations.length && { locations, elsewhere: elsewhereOf(others, runbook) }),
    ...(url !== undefined && { locationsUrl: url }),
    ...(input.MaxConcurrency !== undefined && { maxConcurrency: input.MaxConcurrency }),
    ...(input.MaxErrors !== undefined && { maxErrors: input.MaxErrors }),
    resolved: locations.length ? [] : targets.slice(0, mostShown).map(({ name }) => name),
    total: targets.length,
    fromTargets,
  };
}

function elsewhereOf(input: StartAutomationExecutionRequest, { assumeRole }: Runbook): Elsewhere {
  const [roleParameter] = references(assumeRole ?? '');
  return {
    documentName: input.DocumentName ?? '',
    ...(input.DocumentVersion !== undefined && { documentVersion: input.DocumentVersion }),
    parameters: input.Parameters ?? {},
    ...(roleParameter !== undefined && { roleParameter }),
  };
}

/** What one record holds beside the parameters, in bytes. */
const mostBytes = 128_000;

function planned(record: ExecutionRecord, targets: PlannedTarget[], groups: Group[]): NewAutomation {
  if (Buffer.byteLength(JSON.stringify(record.rateControl)) > mostBytes)
    throw invalidAutomationExecutionParameters(`The targets are written in more than ${mostBytes} bytes.`);
  const control: Control = { groups, stopped: 0 };
  const items = [{ ...controlKey(record.id), value: control }, ...chunkItems(record.id, targets)];
  return { record, together: items.map((put) => ({ put, expect: 0 })) };
}
