import { randomIds } from '../../../functions/ports/random-ids.ts';
import { idsContract } from '../../ports/ids.contract.ts';

describe('randomIds', () => {
  describe('as every ids port', () => idsContract(randomIds));
});
