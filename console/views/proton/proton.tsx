import { Icon } from '../../parts/icon.tsx';
import { Empty, Problem, Waiting } from '../../parts/notice.tsx';
import { Page } from '../../parts/page.tsx';
import { statusText, toneIcon, toneOf } from '../../parts/status.tsx';
import { to } from '../../router.ts';
import { useLoaded } from '../../use-loaded.ts';
import type { ViewOf } from '../../view.tsx';
import { counted } from '../../words.ts';
import { type Deployed, type Fleet, loadFleet } from './fleet.ts';
import { Target } from './target.tsx';

/** `/proton`: the fleet; `/proton/NAME`: an environment; `/proton/SERVICE/INSTANCE`: an instance of a service. */
export const Proton: ViewOf = ({ path: [name, instance] }) =>
  name === undefined ? <Overview /> : <Target key={`${name}/${instance}`} name={name} instance={instance} />;

const Overview = () => {
  const { value, problem, reload } = useLoaded({
    key: 'fleet',
    load: loadFleet,
    concerns: ({ topic }) => topic === 'proton',
    every: 5000,
  });
  const behind = value ? all(value).filter((one) => one.behind).length : 0;
  return (
    <Page
      title="Proton"
      aside={behind > 0 && <span class="status is-waiting">{counted(behind, 'deployment')} behind</span>}
    >
      {problem && <Problem text={problem} retry={reload} />}
      {!value && !problem && <Waiting lines={8} />}
      {value?.environments.length === 0 && (
        <Empty icon="fleet" title="No environments yet">
          <p>Environments and services of AWS Proton’s API appear here, with what is behind and what failed.</p>
          <code class="command">docs/proton.md</code>
        </Empty>
      )}
      {value && value.environments.length > 0 && <Matrix fleet={value} />}
    </Page>
  );
};

const all = ({ environments, services }: Fleet): Deployed[] => [
  ...environments,
  ...services.flatMap(({ instances }) => [...instances.values()].flat()),
];

const Matrix = ({ fleet: { environments, services } }: { fleet: Fleet }) => (
  <div class="table matrix" tabIndex={0} role="region" aria-label="Fleet">
    <table>
      <thead>
        <tr>
          <th scope="col">Service</th>
          {environments.map((one) => (
            <th key={one.name} scope="col">
              <Cell one={one} address={to('proton', one.name)} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {services.map(({ name, instances }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            {environments.map((environment) => (
              <td key={environment.name}>
                {(instances.get(environment.name) ?? []).map((one) => (
                  <Cell key={one.name} one={one} address={to('proton', name, one.name)} />
                ))}
                {!instances.has(environment.name) && <span class="faint">–</span>}
              </td>
            ))}
          </tr>
        ))}
        {services.length === 0 && (
          <tr>
            <td colSpan={environments.length + 1} class="faint">
              No services yet.
            </td>
          </tr>
        )}
      </tbody>
    </table>
  </div>
);

/** One environment or instance: how its last deployment went, its version, and the newer one where there is one. */
const Cell = ({ one: { name, status, version, behind }, address }: { one: Deployed; address: string }) => {
  const tone = toneOf(status);
  return (
    <a class={`cell is-${tone}`} href={address} title={statusText(status)}>
      <span class="cell-icon">
        <Icon name={toneIcon(tone)} size={14} />
        <span class="unseen">{statusText(status)}: </span>
      </span>
      <span class="cell-name">{name}</span>
      <span class="number faint">{version}</span>
      {behind && <span class="tag is-behind">{behind} available</span>}
    </a>
  );
};
