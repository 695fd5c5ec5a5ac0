import contract from '../../contracts/quaymaster-events.json' with { type: 'json' };
import type { Service } from '../api/service.ts';
import { listDeadLetters } from './deliveries/list-dead-letters.ts';

/** Quaymaster's own API of dead letters, which on AWS stand in a queue. */
export const deadLettersService: Service = {
  contract,
  internalError: 'ServiceFailure',
  actions: { ListDeadLetters: listDeadLetters },
  iamActions: { ListDeadLetters: 'events:ListDeadLetters' },
  resources: () => [['*']],
};
