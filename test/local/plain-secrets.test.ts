import { plainSecrets } from '../../local/plain-secrets.ts';
import { secretsContract } from '../ports/secrets.contract.ts';

describe('plainSecrets', () => secretsContract(plainSecrets));
