#!/usr/bin/env node
import { CommandFailure, runCommand, UsageError, type Command } from './command.ts';

const help = `quaymaster: runs deployment work behind the AWS SSM Automation API, on this machine

  quaymaster start                          start the server
  quaymaster run FILE                       run a runbook and watch it
  quaymaster test FILE --mocks MOCKS        try a runbook without AWS, server or waiting
  quaymaster wait execution ID              wait until an execution is over
  quaymaster validate FILE...               check runbooks, without a server
  quaymaster proton validate|render         check and render Proton's template bundles, without a server
  quaymaster principal create|list|delete   who may call the server
  quaymaster node create|token|list|delete  the machines it runs commands on
  quaymaster agent                          run the server's commands on this machine
  quaymaster doctor                         what is wrong here, or with a deployment
  quaymaster dead-letters                   what rules could not start

quaymaster COMMAND --help tells more.`;

/** Loaded when asked for: nobody waits for a command they did not type. */
const commands: Record<string, () => Promise<Command>> = {
  start: async () => (await import('./start.ts')).start,
  run: async () => (await import('./run.ts')).run,
  test: async () => (await import('./test.ts')).test,
  wait: async () => (await import('./wait.ts')).wait,
  validate: async () => (await import('./validate.ts')).validate,
  proton: async () => (await import('./proton.ts')).proton,
  principal: async () => (await import('./principal.ts')).principal,
  node: async () => (await import('./node.ts')).node,
  agent: async () => (await import('./agent.ts')).agent,
  doctor: async () => (await import('./doctor.ts')).doctor,
  'dead-letters': async () => (await import('./dead-letters.ts')).deadLetters,
};

async function main([name, ...args]: string[]): Promise<number> {
  const load = name === undefined || !Object.hasOwn(commands, name) ? undefined : commands[name];
  if (load) return runCommand(await load(), args);
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    console.log(help);
    return name === undefined ? 2 : 0;
  }
  throw new UsageError(`Unknown command '${name}'`);
}

const helpFor = (name = '') => (Object.hasOwn(commands, name) ? `quaymaster ${name} --help` : 'quaymaster --help');

function tell(error: unknown): number {
  const isUsage = error instanceof UsageError;
  if (!isUsage && !(error instanceof CommandFailure)) throw error;
  console.error(`quaymaster: ${error.message}${isUsage ? ` (see ${helpFor(process.argv[2])})` : ''}`);
  return isUsage ? 2 : 1;
}

process.exitCode = await main(process.argv.slice(2)).catch(tell);
