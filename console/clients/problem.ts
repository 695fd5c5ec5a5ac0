/** What went wrong with a call, in words for people. */
export function problemOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TypeError' && /fetch|network/i.test(error.message)) return 'The server cannot be reached.';
  const { message } = error;
  if (error.name === 'AccessDeniedException') return deniedText(message);
  return message || error.name;
}

/** AWS's sentence names the whole ARN twice; what was denied is what matters. */
function deniedText(message: string): string {
  const action = /not authorized to perform: (\S+)/.exec(message)?.[1];
  if (message.includes('not an approver')) return 'You are not an approver of this step.';
  return action ? `Your policies do not allow ${action}.` : message;
}
