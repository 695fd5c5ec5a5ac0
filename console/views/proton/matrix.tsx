import { Icon } from '../../parts/icon.tsx';
import { statusText, toneIcon, toneOf } from '../../parts/status.tsx';
import type { Deployed, Fleet, ServiceRow } from './fleet.ts';
import { addressOf } from './named.ts';
import { behindText, namesOf } from './versions.ts';

/** Environments across, services down; below them the components of each environment. */
export const Matrix = ({ fleet }: { fleet: Fleet }) => {
  const { environments, services, components } = fleet;
  const hasPipelines = services.some(({ pipeline }) => pipeline);
  return (
    <div class="table matrix" tabIndex={0} role="region" aria-label="Fleet">
      <table>
        <thead>
          <tr>
            <th scope="col">Service</th>
            {hasPipelines && (
              <th scope="col" class="is-plain">
                Pipeline
              </th>
            )}
            {environments.map((one) => (
              <th key={one.name} scope="col">
                <Cell one={one} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {services.map((row) => (
            <Row key={row.name} row={row} environments={environments} hasPipelines={hasPipelines} />
          ))}
          {components.size > 0 && (
            <tr>
              <th scope="row">Components</th>
              {hasPipelines && <td />}
              {environments.map(({ name }) => (
                <Cells key={name} place={name} all={components.get(name)} />
              ))}
            </tr>
          )}
        </tbody>
      </table>
      {services.length === 0 && <p class="faint matrix-none">No services.</p>}
    </div>
  );
};

interface RowParts {
  row: ServiceRow;
  environments: Deployed[];
  hasPipelines: boolean;
}

const Row = ({ row: { name, pipeline, instances }, environments, hasPipelines }: RowParts) => (
  <tr>
    <th scope="row">{name}</th>
    {hasPipelines && <Cells place="" all={pipeline && [pipeline]} />}
    {environments.map((environment) => (
      <Cells key={environment.name} place={environment.name} all={instances.get(environment.name)} />
    ))}
  </tr>
);

/** What is in one place; on a phone, where there are no columns, each says which. */
const Cells = ({ place, all }: { place: string; all: Deployed[] | undefined }) => (
  <td data-place={place}>
    {all ? all.map((one) => <Cell key={one.name} one={one} />) : <span class="faint none">–</span>}
  </td>
);

/** One thing that is deployed: how its last deployment went, its version, and how far it is behind. */
const Cell = ({ one: { named, name, status, version, behind } }: { one: Deployed }) => {
  const tone = toneOf(status);
  return (
    <a class={`cell is-${tone}`} href={addressOf(named)} title={statusText(status)}>
      <span class="cell-icon">
        <Icon name={toneIcon(tone)} size={14} />
        <span class="unseen">{statusText(status)}: </span>
      </span>
      <span class="cell-name">{name}</span>
      <span class="number faint">{version}</span>
      {behind && (
        <span class="tag is-behind" title={`${behindText(behind)}: ${namesOf(behind).join(', ')}`}>
          {behindTag(namesOf(behind))}
        </span>
      )}
    </a>
  );
};

/** Short, as many of them stand beside each other: how many, and which. */
function behindTag(names: string[]): string {
  const [first = ''] = names;
  const shown = names.length > 3 ? `${first} … ${names.at(-1) ?? ''}` : names.join(', ');
  return `${names.length} behind: ${shown}`;
}
