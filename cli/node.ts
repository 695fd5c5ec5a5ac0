import { writeFileSync } from 'node:fs';
import { calling, telling } from './calling.ts';
import { type Arguments, type Body, CommandFailure, listOption, textOption, UsageError } from './command.ts';
import { pagesFrom } from './pages.ts';
import { tell } from './output.ts';
import { type Column, sheet, tableOf } from './table.ts';

/** quaymaster node create: a machine for an agent, and its token. */
export const createNode: Body = async (given) => {
  const id = textOption(given, 'server-id');
  const name = given.positionals[0] ?? id;
  if (!name) throw new UsageError('node create needs a name, or --server-id');
  const tags = listOption(given, 'tag').map(pairOf);
  const input = {
    Name: name,
    ...(id && { NodeId: id }),
    ...(tags.length && { Tags: Object.fromEntries(tags) as object }),
  };
  const made = await calling(given, ({ call }) => call<Made>('Quaymaster.CreateNode', input));
  return tellOf(given, { ...made }, ({ NodeId }) => [`node   ${NodeId}`]);
};

/** What is told once: the token is stored nowhere in clear. */
interface Made {
  NodeId: string;
  Token: string;
}

function pairOf(tag: string): [string, string] {
  const at = tag.indexOf('=');
  if (at < 1) throw new UsageError(`--tag ${tag} is not KEY=VALUE`);
  return [tag.slice(0, at), tag.slice(at + 1)];
}

/** quaymaster node token: a new token, in place of the one before. */
export const createNodeToken: Body = async (given) => {
  const [NodeId = ''] = given.positionals;
  const { Token } = await calling(given, ({ call }) => call<Made>('Quaymaster.CreateNodeToken', { NodeId }));
  return tellOf(given, { NodeId, Token }, () => []);
};

/** Tells what was made; a token that goes into a file is not shown. */
function tellOf(
  given: Arguments,
  { NodeId, Token }: Made,
  first: (made: { NodeId: string }) => string[],
): Promise<number> {
  const file = textOption(given, 'token-file');
  if (!file)
    return tell(given, { value: { NodeId, Token }, lines: (made) => [...first(made), `token  ${made.Token}`] });
  try {
    writeFileSync(file, `${Token}\n`, { mode: 0o600, flag: 'w' });
  } catch (error) {
    throw new CommandFailure(`cannot write ${file}: ${(error as Error).message}`, { cause: error });
  }
  return tell(given, {
    value: { NodeId, TokenFile: file },
    lines: (made) => [...first(made), `token  in ${made.TokenFile}`],
  });
}

/** quaymaster node delete: its token is worth nothing afterwards. */
export const deleteNode: Body = (given) =>
  telling(
    given,
    async ({ call }) => {
      const [NodeId = ''] = given.positionals;
      await call('Quaymaster.DeleteNode', { NodeId });
      return { NodeId };
    },
    ({ NodeId }) => [`deleted ${NodeId}`],
  );

interface Listed {
  NodeId: string;
  Name: string;
  Connected: boolean;
  AgentVersion?: string;
}

const columns: Column<Listed>[] = [
  ['NODE', ({ NodeId }) => NodeId],
  [
    'AGENT',
    ({ Connected, AgentVersion }) =>
      AgentVersion === undefined ? 'never seen' : Connected ? 'connected' : 'connection lost',
  ],
  ['NAME', ({ Name }) => Name],
];

/** quaymaster node list: all machines, and whether their agents are connected. */
export const listNodes: Body = (given) =>
  telling(
    given,
    ({ call }) => pagesFrom<Listed>(call, 'Quaymaster.ListNodes', { member: 'Nodes' }),
    (rows) => tableOf(rows, columns, sheet()),
  );
