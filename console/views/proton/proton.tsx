import { Chips } from '../../parts/chips.tsx';
import { Empty, Problem, Waiting } from '../../parts/notice.tsx';
import { Page } from '../../parts/page.tsx';
import { Search } from '../../parts/search.tsx';
import { toneOf } from '../../parts/status.tsx';
import { adjust, place, to, withQuery } from '../../router.ts';
import { useLoaded } from '../../use-loaded.ts';
import { Nowhere, type ViewOf } from '../../view.tsx';
import { counted } from '../../words.ts';
import { allOf, allOfService, type Deployed, type Fleet, loadFleet, type ServiceRow } from './fleet.ts';
import { Matrix } from './matrix.tsx';
import { addressOf, namedIn } from './named.ts';
import { PlanPage } from './plan.tsx';
import { Target } from './target.tsx';

/** `/proton`: the fleet; below it what is deployed (named.ts), and with `/plan` what an update of it would change. */
export const Proton: ViewOf = ({ path }) => {
  if (path.length === 0) return <Overview />;
  const found = namedIn(path);
  if (!found) return <Nowhere />;
  const { named, rest } = found;
  const key = addressOf(named);
  if (rest.length === 0) return <Target key={key} named={named} />;
  if (rest.length > 1 || rest[0] !== 'plan' || named.kind === 'component') return <Nowhere />;
  return <PlanPage key={key} named={named} />;
};

const wanted: { name: string; key: string; fits: (one: Deployed) => boolean }[] = [
  { name: 'All', key: '', fits: () => true },
  { name: 'Behind', key: 'behind', fits: ({ behind }) => behind !== undefined },
  { name: 'Failed', key: 'failed', fits: ({ status }) => toneOf(status) === 'bad' },
  { name: 'In progress', key: 'running', fits: ({ status }) => toneOf(status) === 'running' },
];

const Overview = () => {
  const { value, problem, reload } = useLoaded({
    key: 'fleet',
    load: loadFleet,
    concerns: ({ topic }) => topic === 'proton',
    every: 5000,
  });
  return (
    <Page title="Proton" aside={value && <Behind fleet={value} />}>
      {problem && <Problem text={problem} retry={reload} />}
      {!value && !problem && <Waiting lines={8} />}
      {value?.environments.length === 0 && (
        <Empty icon="fleet" title="No environments yet">
          <p>Environments and services of AWS Proton’s API appear here, with what is behind and what failed.</p>
          <code class="command">docs/proton.md</code>
        </Empty>
      )}
      {value && value.environments.length > 0 && <Filtered fleet={value} />}
    </Page>
  );
};

const Behind = ({ fleet }: { fleet: Fleet }) => {
  const count = allOf(fleet).filter(({ behind }) => behind).length;
  return count > 0 ? (
    <a class="status is-waiting" href={withQuery(to('proton'), { show: 'behind' })} data-adjusts="">
      {counted(count, 'deployment')} behind
    </a>
  ) : null;
};

const Filtered = ({ fleet }: { fleet: Fleet }) => {
  const { query } = place.value;
  const [show, text] = [query.get('show') ?? '', query.get('q') ?? ''];
  const change = (asked: { show?: string; q?: string }) => adjust(withQuery(to('proton'), { show, q: text, ...asked }));
  const shown = fitting(fleet, show, text);
  const all = allOf(fleet);
  const choices = wanted.map(({ name, key, fits }) =>
    key === '' ? { name, key } : { name, key, count: all.filter(fits).length },
  );
  return (
    <>
      <div class="toolbar">
        <Chips label="Deployments" choices={choices} chosen={show} choose={(key) => change({ show: key })} />
        <Search label="Search services" hint="Part of a service’s name" text={text} search={(q) => change({ q })} />
      </div>
      {allOf(shown).length === 0 ? (
        <Empty icon="search" title="Nothing fits">
          Another filter or another name may.
        </Empty>
      ) : (
        <Matrix fleet={shown} />
      )}
    </>
  );
};

/** The services, environments and components that fit; an environment stays where something that fits is in it. */
function fitting(fleet: Fleet, show: string, text: string): Fleet {
  if (show === '' && text === '') return fleet;
  const fits = wanted.find(({ key }) => key === show)?.fits ?? (() => true);
  const isMeant = ({ name }: ServiceRow) => name.toLowerCase().includes(text.trim().toLowerCase());
  const services = fleet.services.filter((row) => isMeant(row) && allOfService(row).some(fits));
  const components = new Map(
    text
      ? []
      : [...fleet.components].map(([name, all]) => [name, all.filter(fits)] as const).filter(([, all]) => all.length),
  );
  const isNeeded = (one: Deployed) =>
    (!text && fits(one)) || components.has(one.name) || services.some(({ instances }) => instances.has(one.name));
  return { environments: fleet.environments.filter(isNeeded), services, components };
}
