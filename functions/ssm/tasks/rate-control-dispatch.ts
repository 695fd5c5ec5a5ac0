import type { Ports } from '../../ports/ports.ts';
import { mostTurns } from '../automation-executions/generation.ts';
import { dispatch, type Dispatched } from '../rate-control/dispatch.ts';
import { type Driven, turn, type Turned } from './turn.ts';

/** The body of InProgress and Cancelling: counts what ended, starts what may start or passes a stop on; answers with the state to go to. */
export const rateControlDispatch = (driven: Driven, ports: Ports, most = mostTurns): Promise<Turned<Dispatched>> =>
  turn('ssm-rate-control', { work: () => dispatch(driven.executionId, ports), driven, most }, ports);
