/** Something that is wrong, and what to do about it; a mild one keeps nobody from working. */
export class Trouble extends Error {
  override name = 'Trouble';
  readonly advice: string;
  readonly isMild: boolean;

  constructor(message: string, advice: string, isMild = false) {
    super(message);
    this.advice = advice;
    this.isMild = isMild;
  }
}

/** One thing that a doctor looks at; `look` answers with what is there, in a few words, or throws a Trouble. */
export interface Check {
  name: string;
  look: () => string | Promise<string>;
  /** Where this fails, nothing after it can be looked at. */
  isVital?: boolean;
}

const words = { fine: 'ok  ', mild: 'note', bad: 'BAD ' };

/** Looks at one thing after the other and tells of each; answers whether nothing is bad. */
export async function examine(checks: Check[], tell: (line: string) => void): Promise<boolean> {
  let isFine = true;
  for (const { name, look, isVital } of checks) {
    const trouble = await troubleOf(look, (found) => tell(`${words.fine}  ${name}: ${found}`));
    if (!trouble) continue;
    tell(`${trouble.isMild ? words.mild : words.bad}  ${name}: ${trouble.message}`);
    tell(`      ${trouble.advice}`);
    isFine &&= trouble.isMild;
    if (isVital) break;
  }
  return isFine;
}

async function troubleOf(look: Check['look'], tell: (found: string) => void): Promise<Trouble | undefined> {
  try {
    tell(await look());
    return undefined;
  } catch (error) {
    if (error instanceof Trouble) return error;
    throw error;
  }
}
