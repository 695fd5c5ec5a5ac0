import { writeFileSync } from 'node:fs';
import { calling, printing } from './calling.ts';
import { type Arguments, type Body, CommandFailure, listOption, textOption, UsageError } from './command.ts';
import { pagesFrom } from './pages.ts';
import { tell } from './output.ts';
import { type Column, sheet, tableOf } from './table.ts';

/** quaymaster node create: a machine for an agent, and its token. */
export const createNode: Body = (given) => {
  const id = textOption(given, 'server-id');
  const name = given.positionals[0] ?? id;
  if (!name) throw new UsageError('node create needs a name, or --server-id');
  const tags = listOption(given, 'tag').map(pairOf);
  const input = {
    Name: name,
    ...(id && { NodeId: id }),
    ...(tags.length && { Tags: Object.fromEntries(tags) as object }),
  };
  return printing(given, async ({ call }) => {
    const made = await call<{ NodeId: string; Token: string }>('Quaymaster.CreateNode', input);
    return [`node   ${made.NodeId}`, ...told(given, made)];
  });
};

function pairOf(tag: string): [string, string] {
  const at = tag.indexOf('=');
  if (at < 1) throw new UsageError(`--tag ${tag} is not KEY=VALUE`);
  return [tag.slice(0, at), tag.slice(at + 1)];
}

/** quaymaster node token: a new token, in place of the one before. */
export const createNodeToken: Body = (given) =>
  printing(given, async ({ call }) =>
    told(given, await call('Quaymaster.CreateNodeToken', { NodeId: given.positionals[0] })),
  );

function told(given: Arguments, { Token: token }: { Token: string }): string[] {
  const file = textOption(given, 'token-file');
  if (!file) return [`token  ${token}`];
  try {
    writeFileSync(file, `${token}\n`, { mode: 0o600, flag: 'w' });
  } catch (error) {
    throw new CommandFailure(`cannot write ${file}: ${(error as Error).message}`, { cause: error });
  }
  return [`token  in ${file}`];
}

/** quaymaster node delete: its token is worth nothing afterwards. */
export const deleteNode: Body = (given) =>
  printing(given, async ({ call }) => {
    const [NodeId = ''] = given.positionals;
    await call('Quaymaster.DeleteNode', { NodeId });
    return [`deleted ${NodeId}`];
  });

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
export const listNodes: Body = async (given) => {
  const nodes = await calling(given, ({ call }) =>
    pagesFrom<Listed>(call, 'Quaymaster.ListNodes', { member: 'Nodes' }),
  );
  await tell(given, { value: nodes, lines: (rows) => tableOf(rows, columns, sheet()) });
  return 0;
};
