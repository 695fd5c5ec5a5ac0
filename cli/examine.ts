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

/** What a check found: in few words what is there, or what is wrong with `advice`; what is only noted keeps nobody from working. */
export interface Finding {
  check: string;
  state: 'ok' | 'note' | 'bad';
  message: string;
  advice?: string;
}

const words = { ok: 'ok  ', note: 'note', bad: 'BAD ' };

/** A finding in lines. */
export const linesOf = ({ check, state, message, advice }: Finding): string[] => [
  `${words[state]}  ${check}: ${message}`,
  ...(advice === undefined ? [] : [`      ${advice}`]),
];

/** Looks at one thing after the other and tells of each; answers whether nothing is bad. */
export async function examine(checks: Check[], tell: (finding: Finding) => void): Promise<boolean> {
  let isFine = true;
  for (const check of checks) {
    const finding = await findingOf(check);
    tell(finding);
    isFine &&= finding.state !== 'bad';
    if (check.isVital && finding.state !== 'ok') break;
  }
  return isFine;
}

async function findingOf({ name: check, look }: Check): Promise<Finding> {
  try {
    return { check, state: 'ok', message: await look() };
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    const { message, advice, isMild } = error;
    return { check, state: isMild ? 'note' : 'bad', message, advice };
  }
}
