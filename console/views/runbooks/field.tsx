import type { WrittenParameter } from '../run/runbook.ts';
import { controlOf, optionsOf, rulesOf } from './form.ts';

interface FieldParts {
  parameter: WrittenParameter;
  text: string;
  problem: string;
  set: (text: string) => void;
}

/** One parameter: its name, what it is for, its control, its rules and what is wrong with what was typed. */
export const Field = ({ parameter, text, problem, set }: FieldParts) => {
  const { name, type, description, default: written } = parameter;
  const id = `field-${name}`;
  const rules = rulesOf(parameter);
  const notes = [description && `${id}-about`, rules && `${id}-rules`, problem && `${id}-problem`];
  return (
    <div class="field">
      <label class="field-name" for={id}>
        {name} <span class="faint">{type}</span>
        {written === undefined && <span class="tag">required</span>}
      </label>
      {description && (
        <p class="hint" id={`${id}-about`}>
          {description}
        </p>
      )}
      <Control
        parameter={parameter}
        text={text}
        set={set}
        id={id}
        notes={notes.filter(Boolean).join(' ')}
        isWrong={problem !== ''}
      />
      {rules && (
        <p class="hint" id={`${id}-rules`}>
          {rules}
        </p>
      )}
      {problem && (
        <p class="field-problem" id={`${id}-problem`} role="alert">
          {problem}
        </p>
      )}
    </div>
  );
};

interface ControlParts extends Omit<FieldParts, 'problem'> {
  id: string;
  notes: string;
  isWrong: boolean;
}

const Control = ({ parameter, text, set, id, notes, isWrong }: ControlParts) => {
  const control = controlOf(parameter);
  const shared = {
    id,
    'aria-describedby': notes || undefined,
    'aria-invalid': isWrong,
    required: parameter.default === undefined,
  };
  const typed = (event: { currentTarget: { value: string } }) => set(event.currentTarget.value);
  if (control === 'choices') return <Choices parameter={parameter} text={text} set={set} id={id} />;
  if (control === 'choice') return <Choice shared={shared} parameter={parameter} text={text} typed={typed} />;
  if (control === 'lines' || control === 'json')
    return (
      <textarea
        {...shared}
        class={control === 'json' ? 'is-code' : ''}
        spellcheck={false}
        rows={Math.min(10, Math.max(2, text.split('\n').length))}
        value={text}
        onInput={typed}
      />
    );
  return (
    <input
      {...shared}
      type="text"
      inputMode={control === 'number' ? 'numeric' : 'text'}
      spellcheck={false}
      autoComplete="off"
      value={text}
      onInput={typed}
    />
  );
};

interface ChoiceParts {
  shared: object;
  parameter: WrittenParameter;
  text: string;
  typed: (event: { currentTarget: { value: string } }) => void;
}

const Choice = ({ shared, parameter, text, typed }: ChoiceParts) => (
  <select {...shared} value={text} onChange={typed}>
    {text === '' && <option value="">Choose …</option>}
    {optionsOf(parameter).map((option) => (
      <option key={option} value={option}>
        {option}
      </option>
    ))}
  </select>
);

const Choices = ({ parameter, text, set, id }: Omit<FieldParts, 'problem'> & { id: string }) => {
  const chosen = text.split('\n').filter((line) => line !== '');
  return (
    <div id={id} role="group" aria-label={parameter.name} class="choices" tabIndex={-1}>
      {optionsOf(parameter).map((option) => (
        <label key={option} class="check">
          <input
            type="checkbox"
            checked={chosen.includes(option)}
            onChange={(event) => {
              const others = chosen.filter((one) => one !== option);
              set((event.currentTarget.checked ? [...others, option] : others).join('\n'));
            }}
          />
          <span>{option}</span>
        </label>
      ))}
    </div>
  );
};
