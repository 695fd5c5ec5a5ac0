import { Empty, Problem, Waiting } from '../../parts/notice.tsx';
import { Page } from '../../parts/page.tsx';
import { Status } from '../../parts/status.tsx';
import { Ago, Took } from '../../parts/time.tsx';
import { to } from '../../router.ts';
import { useLoaded } from '../../use-loaded.ts';
import type { ViewOf } from '../../view.tsx';
import { shortId } from '../../words.ts';
import { Deployment } from './deployment.tsx';
import { loadMachines, type MachineDeployment } from './load.ts';

/** `/machines`: the deployments of OpsWorks and Heat; `/machines/opsworks/ID` and `/machines/heat/ID`: one of them. */
export const Machines: ViewOf = ({ path: [api, id] }) =>
  api !== undefined && id !== undefined ? <Deployment key={id} api={api} id={id} /> : <List />;

const List = () => {
  const { value, problem, reload } = useLoaded({
    key: 'machines',
    load: loadMachines,
    concerns: ({ topic }) => topic === 'opsworks' || topic === 'heat',
    every: 5000,
  });
  return (
    <Page title="Machines">
      {problem && <Problem text={problem} retry={reload} />}
      {value?.problems.map((text) => (
        <Problem key={text} text={text} />
      ))}
      {!value && !problem && <Waiting lines={8} />}
      {value?.deployments.length === 0 && (
        <Empty icon="machine" title="Nothing was deployed to a machine yet">
          <p>Deployments of OpsWorks and of Heat appear here, with what each machine said.</p>
        </Empty>
      )}
      {value && value.deployments.length > 0 && <Table deployments={value.deployments} />}
    </Page>
  );
};

const Table = ({ deployments }: { deployments: MachineDeployment[] }) => (
  <ul class="table list" aria-label="Deployments">
    {deployments.map(({ api, id, what, where, status, start, end }) => (
      <li key={id} class="list-row">
        <div class="list-main">
          <span>
            <a class="row-link" href={to('machines', api.toLowerCase(), id)}>
              {what}
            </a>{' '}
            <span class="faint">{where}</span>
          </span>
          <span class="faint">
            {api} · {shortId(id)} · <Ago at={start} /> · <Took from={start} to={end} />
          </span>
        </div>
        <Status value={status} />
      </li>
    ))}
  </ul>
);
