import { useState } from 'preact/hooks';
import { Chips } from '../../parts/chips.tsx';
import { More } from '../../parts/more.tsx';
import { Empty, Problem, Waiting } from '../../parts/notice.tsx';
import { Page } from '../../parts/page.tsx';
import { Search } from '../../parts/search.tsx';
import { Status, toneOf } from '../../parts/status.tsx';
import { Ago, Took } from '../../parts/time.tsx';
import { adjust, place, to, withQuery } from '../../router.ts';
import { useLoaded } from '../../use-loaded.ts';
import { Nowhere, type ViewOf } from '../../view.tsx';
import { counted, shortId } from '../../words.ts';
import { Deployment } from './deployment.tsx';
import { loadMachines, type MachineDeployment } from './load.ts';

/** `/machines`: the deployments of OpsWorks and Heat; `/machines/opsworks/ID` and `/machines/heat/ID`: one of them. */
export const Machines: ViewOf = ({ path: [api, id, ...more] }) => {
  if (api === undefined) return <List />;
  if ((api !== 'opsworks' && api !== 'heat') || id === undefined || more.length > 0) return <Nowhere />;
  return <Deployment key={id} api={api} id={id} />;
};

const wanted: { name: string; key: string; fits: (one: MachineDeployment) => boolean }[] = [
  { name: 'All', key: '', fits: () => true },
  { name: 'Running', key: 'running', fits: ({ status }) => toneOf(status) === 'running' },
  { name: 'Failed', key: 'failed', fits: ({ status }) => toneOf(status) === 'bad' },
  { name: 'OpsWorks', key: 'opsworks', fits: ({ api }) => api === 'OpsWorks' },
  { name: 'Heat', key: 'heat', fits: ({ api }) => api === 'Heat' },
];

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
      {value && value.deployments.length > 0 && <Filtered deployments={value.deployments} />}
    </Page>
  );
};

const Filtered = ({ deployments }: { deployments: MachineDeployment[] }) => {
  const { query } = place.value;
  const [show, text] = [query.get('show') ?? '', query.get('q') ?? ''];
  const change = (asked: { show?: string; q?: string }) =>
    adjust(withQuery(to('machines'), { show, q: text, ...asked }));
  const { fits } = wanted.find(({ key }) => key === show) ?? { fits: () => true };
  const found = deployments.filter((one) => fits(one) && isNamed(one, text));
  return (
    <>
      <div class="toolbar">
        <Chips label="Deployments" choices={wanted} chosen={show} choose={(key) => change({ show: key })} />
        <Search
          label="Search deployments"
          hint="Machine, stack, command or ID"
          text={text}
          search={(q) => change({ q })}
        />
      </div>
      {found.length === 0 ? (
        <Empty icon="search" title="No deployment fits">
          Another filter or another name may.
        </Empty>
      ) : (
        <Table key={`${show} ${text}`} deployments={found} />
      )}
    </>
  );
};

/** Whether a machine, the stack, the command or the id has a text in its name. */
function isNamed({ machines, where, what, id }: MachineDeployment, text: string): boolean {
  const typed = text.trim().toLowerCase();
  return typed === '' || [...machines, where, what, id].some((name) => name.toLowerCase().includes(typed));
}

const page = 100;

const Table = ({ deployments }: { deployments: MachineDeployment[] }) => {
  const [most, setMost] = useState(page);
  return (
    <>
      <ul class="table list" aria-label="Deployments">
        {deployments.slice(0, most).map((one) => (
          <Row key={one.id} one={one} />
        ))}
      </ul>
      {deployments.length > most && (
        <More key={most} more={() => setMost(most + page)} text={`Show more of ${deployments.length}`} />
      )}
    </>
  );
};

const Row = ({ one: { api, id, what, where, machines, status, start, end } }: { one: MachineDeployment }) => (
  <li class="list-row">
    <div class="list-main">
      <span>
        <a class="row-link" href={to('machines', api.toLowerCase(), id)}>
          {what}
        </a>{' '}
        <span class="faint">{[where, machinesText(machines)].filter((part) => part !== '').join(' · ')}</span>
      </span>
      <span class="faint">
        {api} · {shortId(id)} · <Ago at={start} /> · <Took from={start} to={end} />
      </span>
    </div>
    <Status value={status} />
  </li>
);

/** The first few by name. */
const machinesText = (machines: string[]): string =>
  machines.length > 4
    ? `${machines.slice(0, 3).join(', ')} and ${counted(machines.length - 3, 'more machine')}`
    : machines.join(', ');
