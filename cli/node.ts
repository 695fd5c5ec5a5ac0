import { writeFileSync } from 'node:fs';
import { inWords } from './client.ts';
import { type Arguments, type Command, CommandFailure, textOption, UsageError } from './command.ts';
import { openSession, type Session, sessionHelp, sessionOptions } from './session.ts';

const help = `quaymaster node create NAME       a machine for an agent; prints its id and token
quaymaster node token ID          a new token for it; the one before is worth nothing then
quaymaster node list              all machines, and whether their agents are connected
quaymaster node delete ID         takes a machine away

  --server-id ID    create: the id it is to have, a Heat server's or an instance's (mi-...)
  --tag K=V         create: a tag, for targets; may be repeated
  --token-file FILE create, token: writes the token there, for its owner alone, instead of printing it
${sessionHelp}`;

/** quaymaster node: the machines that agents work on. */
export const node: Command = {
  help,
  options: {
    'server-id': { type: 'string' },
    tag: { type: 'string', multiple: true },
    'token-file': { type: 'string' },
    ...sessionOptions,
  },
  async run(given) {
    const act = actionOf(given);
    const session = await openSession(given);
    try {
      for (const line of await act(session)) console.log(line);
    } catch (error) {
      throw inWords(error);
    } finally {
      await session.close();
    }
    return 0;
  },
};

type Act = (session: Pick<Session, 'call'>) => Promise<string[]>;

function actionOf(given: Arguments): Act {
  const [verb = '', name, ...rest] = given.positionals;
  if (rest.length) throw new UsageError(`'${rest.join(' ')}' is too much`);
  if (verb === 'list' && name === undefined) return listed;
  if (!['create', 'token', 'delete'].includes(verb))
    throw new UsageError('node create, token, list or delete? quaymaster node create NAME');
  const id = textOption(given, 'server-id');
  if (verb === 'create') return creation(given, { name: name ?? id, id });
  if (!name) throw new UsageError(`node ${verb} needs an id`);
  if (verb === 'token')
    return async ({ call }) => told(given, await call('Quaymaster.CreateNodeToken', { NodeId: name }));
  return async ({ call }) => {
    await call('Quaymaster.DeleteNode', { NodeId: name });
    return [`deleted ${name}`];
  };
}

function creation(given: Arguments, { name, id }: { name: string | undefined; id: string | undefined }): Act {
  if (!name) throw new UsageError('node create needs a name, or --server-id');
  const tags = [given.values.tag ?? []].flat().map((tag) => pairOf(String(tag)));
  const input = {
    Name: name,
    ...(id && { NodeId: id }),
    ...(tags.length && { Tags: Object.fromEntries(tags) as object }),
  };
  return async ({ call }) => {
    const made = await call<{ NodeId: string; Token: string }>('Quaymaster.CreateNode', input);
    return [`node   ${made.NodeId}`, ...told(given, made)];
  };
}

function pairOf(tag: string): [string, string] {
  const at = tag.indexOf('=');
  if (at < 1) throw new UsageError(`--tag ${tag} is not KEY=VALUE`);
  return [tag.slice(0, at), tag.slice(at + 1)];
}

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

interface Listed {
  Nodes: { NodeId: string; Name: string; Connected: boolean; AgentVersion?: string }[];
  NextToken?: string;
}

/** One line for each node. */
async function listed({ call }: Pick<Session, 'call'>): Promise<string[]> {
  const nodes: Listed['Nodes'] = [];
  for (let next: string | undefined = ''; next !== undefined;) {
    const page: Listed = await call('Quaymaster.ListNodes', next ? { NextToken: next } : {});
    nodes.push(...page.Nodes);
    next = page.NextToken;
  }
  const width = Math.max(0, ...nodes.map(({ NodeId }) => NodeId.length));
  const state = ({ Connected, AgentVersion }: Listed['Nodes'][number]) =>
    AgentVersion === undefined ? 'never seen' : Connected ? 'connected' : 'connection lost';
  return nodes.map((one) => `${one.NodeId.padEnd(width)}  ${state(one).padEnd(15)}  ${one.Name}`);
}
