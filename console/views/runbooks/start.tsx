import { useState } from 'preact/hooks';
import { problemOf } from '../../clients/problem.ts';
import { Icon } from '../../parts/icon.tsx';
import { Problem, Waiting } from '../../parts/notice.tsx';
import { Page } from '../../parts/page.tsx';
import { toast } from '../../parts/toast.tsx';
import { go, place, to, withQuery } from '../../router.ts';
import { useLoaded } from '../../use-loaded.ts';
import type { WrittenParameter } from '../run/runbook.ts';
import { Field } from './field.tsx';
import { firstText, namedIn, problemIn, valuesOf } from './form.ts';
import { loadRunbook } from './load-runbook.ts';

interface Asked {
  parameters: WrittenParameter[];
  description: string;
  version: string;
  texts: Record<string, string>;
}

/** The parameters, filled in as in the run that is to be repeated, where there is one. */
async function load(name: string, version: string | undefined, from: string | undefined): Promise<Asked> {
  const { getAutomationExecution } = await import('../../clients/ssm.ts');
  const again = from ? (await getAutomationExecution(from)).AutomationExecution : undefined;
  const { runbook, document } = await loadRunbook(name, version ?? again?.DocumentVersion);
  const parameters = runbook?.parameters ?? [];
  const given = new Map(Object.entries(again?.Parameters ?? {}));
  const texts = parameters.map((one): [string, string] => [one.name, firstText(one, given.get(one.name))]);
  return {
    parameters,
    description: runbook?.description ?? '',
    version: document.DocumentVersion ?? '',
    texts: Object.fromEntries(texts),
  };
}

/** `/runbooks/NAME/start?from=EXECUTION`: the form that starts a runbook. */
export const Start = ({ name }: { name: string }) => {
  const { query } = place.value;
  const [version, from] = [query.get('version') ?? undefined, query.get('from') ?? undefined];
  const { value, problem, reload } = useLoaded({
    key: JSON.stringify([name, version, from]),
    load: () => load(name, version, from),
  });
  const crumbs = [
    { name: 'Runbooks', to: to('runbooks') },
    { name, to: withQuery(to('runbooks', name), { version }) },
  ];
  return (
    <Page title={from ? `Run ${name} again` : `Start ${name}`} crumbs={crumbs}>
      {problem && <Problem text={problem} retry={reload} />}
      {!value && !problem && <Waiting lines={8} />}
      {value && <Form name={name} asked={value} />}
    </Page>
  );
};

/** What stands in the form, and what becomes of it. */
function useForm(name: string, { parameters, texts: first, version }: Asked) {
  const [texts, setTexts] = useState(first);
  const [refused, setRefused] = useState<Record<string, string>>({});
  const [isBusy, setBusy] = useState(false);
  const send = async (Mode: 'Auto' | 'Interactive') => {
    const { startAutomationExecution } = await import('../../clients/ssm.ts');
    const given = parameters.map(
      ({ name: one, ...rest }) => [one, valuesOf({ name: one, ...rest }, texts[one] ?? '')] as const,
    );
    const Parameters = Object.fromEntries(given.filter((entry): entry is [string, string[]] => entry[1] !== undefined));
    const { AutomationExecutionId: id = '' } = await startAutomationExecution({
      DocumentName: name,
      DocumentVersion: version,
      ...(Object.keys(Parameters).length && { Parameters }),
      Mode,
    });
    toast(`${name} was started`);
    go(to('runs', id));
  };
  const submit = (mode: 'Auto' | 'Interactive') => {
    const wrong = parameters.map((one) => [one.name, problemIn(one, texts[one.name] ?? '')] as const);
    const problems = Object.fromEntries(wrong.filter(([, problem]) => problem !== ''));
    setRefused(problems);
    const [firstWrong] = Object.keys(problems);
    if (firstWrong !== undefined) return document.getElementById(`field-${firstWrong}`)?.focus();
    setBusy(true);
    send(mode).catch((error: unknown) => {
      const problem = problemOf(error);
      setRefused({ [namedIn(problem) ?? '']: problem });
      setBusy(false);
    });
  };
  const set = (one: string, text: string) => setTexts((before) => ({ ...before, [one]: text }));
  return { texts, refused, isBusy, submit, set };
}

const Form = ({ name, asked }: { name: string; asked: Asked }) => {
  const { texts, refused, isBusy, submit, set } = useForm(name, asked);
  const [mode, setMode] = useState<'Auto' | 'Interactive'>('Auto');
  return (
    <form
      class="card start-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy) submit(mode);
      }}
    >
      <p class="faint">
        {asked.description} Version {asked.version}.
      </p>
      {asked.parameters.map((parameter) => (
        <Field
          key={parameter.name}
          parameter={parameter}
          text={texts[parameter.name] ?? ''}
          problem={refused[parameter.name] ?? ''}
          set={(text) => set(parameter.name, text)}
        />
      ))}
      <StepByStep isChosen={mode === 'Interactive'} choose={(chosen) => setMode(chosen ? 'Interactive' : 'Auto')} />
      {refused[''] && <Refused text={refused['']} />}
      <div class="dialog-foot">
        <a class="button" href={to('runbooks', name)}>
          Go back
        </a>
        <button class="button is-primary" aria-busy={isBusy}>
          <Icon name="play" />
          Start
        </button>
      </div>
    </form>
  );
};

const StepByStep = ({ isChosen, choose }: { isChosen: boolean; choose: (chosen: boolean) => void }) => (
  <label class="check">
    <input type="checkbox" checked={isChosen} onChange={(event) => choose(event.currentTarget.checked)} />
    <span>
      Step by step <span class="faint">Each step waits until somebody starts it.</span>
    </span>
  </label>
);

const Refused = ({ text }: { text: string }) => (
  <p class="field-problem" role="alert">
    {text}
  </p>
);
