import { ApiError } from '../functions/api/error.ts';
import { type Call, Unreachable } from './client.ts';
import { type Check, Trouble } from './examine.ts';
import { pagesFrom } from './pages.ts';

interface Node {
  NodeId: string;
  Name: string;
  Connected: boolean;
  AgentVersion?: string;
}

/** Whether the agents of all machines are there; a machine may be off for a good reason, so it is only noted. */
export const agentsCheck = (call: Call): Check => ({
  name: 'agents',
  look: async () => {
    const nodes = await pagesFrom<Node>(call, 'Quaymaster.ListNodes', { member: 'Nodes' }).catch(refused);
    if (nodes.length === 0) return 'there are none; quaymaster node create makes a machine for one';
    const lost = nodes.filter(({ Connected }) => !Connected);
    const found = `${nodes.length - lost.length} of ${nodes.length} connected`;
    if (lost.length === 0) return found;
    throw new Trouble(`${found}; missing: ${namesOf(lost)}`, adviceFor(lost), true);
  },
});

const most = 5;

const namesOf = (nodes: Node[]): string => {
  const names = nodes.slice(0, most).map(({ Name, NodeId }) => Name || NodeId);
  return nodes.length > most ? `${names.join(', ')} and ${nodes.length - most} more` : names.join(', ');
};

const adviceFor = (nodes: Node[]): string =>
  nodes.every(({ AgentVersion }) => AgentVersion === undefined)
    ? 'Start them: quaymaster agent --token-file FILE, or --stack, on the machine.'
    : 'On the machine: does quaymaster agent run, and does it reach the server? Its log says why not.';

/** Who may not list nodes cannot be told; a server that fails is another check's business. */
function refused(error: unknown): never {
  if (!(error instanceof ApiError) && !(error instanceof Unreachable)) throw error;
  throw new Trouble(error.message, 'Ask as somebody who may call quaymaster:ListNodes: --profile NAME.', true);
}
