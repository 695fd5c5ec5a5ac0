import { withPython } from '../../local/scripts/one-script.ts';
import { scriptsContract } from '../../ports/scripts.contract.ts';
import { accountScripts } from './account-scripts.ts';

withPython('scripts in Lambda keep the contract', () => {
  scriptsContract(async (finished) => ({ ...(await accountScripts(finished)), stopsWithin: 4000 }));
});
