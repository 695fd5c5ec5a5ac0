import { drive, type Progressed } from '../automation-executions/drive.ts';
import { mostTurns } from '../automation-executions/generation.ts';
import type { Ports } from '../../ports/ports.ts';
import { type Driven, turn, type Turned } from './turn.ts';

/** The body of InProgress: runs the execution's steps until it must wait or ends; answers with the state to go to. */
export const inProgress = (driven: Driven, ports: Ports, most = mostTurns): Promise<Turned<Progressed>> =>
  turn('ssm-automation', { work: () => drive(driven.executionId, ports), driven, most }, ports);
