import contract from '../../contracts/quaymaster-events.json' with { type: 'json' };
import type { Caller } from '../api/action.ts';
import type { Service } from '../api/service.ts';
import type { Ports } from '../ports/ports.ts';
import { listDeadLetters } from './deliveries/list-dead-letters.ts';
import { redriveDeadLetter, type RedriveDeadLetterRequest } from './deliveries/redrive-dead-letter.ts';
import type { Room } from './room.ts';

/** Quaymaster's own API of dead letters, which on AWS stand in a queue. */
export const deadLettersService = (room: Pick<Room, 'rules' | 'targets' | 'deliveries'>): Service => ({
  contract,
  internalError: 'ServiceFailure',
  actions: {
    ListDeadLetters: listDeadLetters,
    RedriveDeadLetter: (input: RedriveDeadLetterRequest, ports: Ports, caller: Caller) =>
      redriveDeadLetter(input, ports, { caller, room }),
  },
  iamActions: { ListDeadLetters: 'events:ListDeadLetters', RedriveDeadLetter: 'events:RedriveDeadLetter' },
  resources: () => [['*']],
});
