import { useEffect, useMemo } from 'preact/hooks';
import { isLive, onChange } from '../../live.ts';
import { Chips } from '../../parts/chips.tsx';
import { Empty, Problem, Waiting } from '../../parts/notice.tsx';
import { Page } from '../../parts/page.tsx';
import { Search } from '../../parts/search.tsx';
import { adjust, place, to, withQuery } from '../../router.ts';
import type { ViewOf } from '../../view.tsx';
import { Run } from '../run/run.tsx';
import { type Asked, filtersOf, groups } from './filters.ts';
import { type Pages, pagesOf } from './pages.ts';
import { RunsTable } from './runs-table.tsx';

/** `/runs`: all runs; `/runs/ID`: one of them. */
export const Runs: ViewOf = ({ path: [id] }) => (id === undefined ? <RunList /> : <Run key={id} id={id} />);

const askedIn = (query: URLSearchParams): Asked => ({
  group: query.get('status') ?? '',
  text: query.get('q') ?? '',
  parent: query.get('parent') ?? '',
});

const RunList = () => {
  const asked = askedIn(place.value.query);
  const key = JSON.stringify(asked);
  const pages = useMemo(() => pagesOf(filtersOf(asked)), [key]);
  useEffect(() => keepNew(pages), [pages]);
  const show = (changed: Partial<Asked>) => {
    const { group: status, text: q, parent } = { ...asked, ...changed };
    adjust(withQuery(to('runs'), { status, q, parent }));
  };
  return (
    <Page title="Runs" {...(asked.parent && { crumbs: [{ name: 'All runs', to: to('runs') }] })}>
      <div class="toolbar">
        <Chips label="Status" choices={groups} chosen={asked.group} choose={(group) => show({ group })} />
        <Search
          label="Search runs"
          hint="Runbook or execution ID"
          text={asked.text}
          search={(text) => show({ text })}
        />
      </div>
      <List pages={pages} isFiltered={asked.group !== '' || asked.text !== ''} />
    </Page>
  );
};

const List = ({ pages, isFiltered }: { pages: Pages; isFiltered: boolean }) => {
  const rows = pages.rows.value ?? [];
  const { isLoading, isWhole, problem } = pages.state.value ?? { isLoading: true, isWhole: false, problem: '' };
  useEffect(() => pages.more(), [pages]);
  if (rows.length === 0 && isWhole && !problem) return <NoRuns isFiltered={isFiltered} />;
  return (
    <>
      {problem && <Problem text={problem} retry={() => void pages.renew([]).then(pages.more, () => undefined)} />}
      {rows.length > 0 && <RunsTable rows={rows} isWhole={isWhole} more={pages.more} />}
      {isLoading && <Waiting lines={rows.length ? 2 : 10} />}
    </>
  );
};

const NoRuns = ({ isFiltered }: { isFiltered: boolean }) =>
  isFiltered ? (
    <Empty icon="search" title="No run fits">
      Another status or another name may.
    </Empty>
  ) : (
    <Empty icon="runs" title="Nothing has run yet">
      <p>Runs appear here as soon as somebody starts a runbook.</p>
      <a class="button is-primary" href={to('runbooks')}>
        Choose a runbook
      </a>
    </Empty>
  );

/** Many changes at once are one look. */
function keepNew(pages: Pages): () => void {
  const changed = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = () => {
    timer = undefined;
    const ids = [...changed];
    changed.clear();
    void pages.renew(ids).catch(() => undefined);
  };
  const stop = onChange((change) => {
    if (change !== 'anything' && change.topic !== 'automation-execution') return;
    if (change !== 'anything' && change.id) changed.add(change.id);
    timer ??= setTimeout(look, 250);
  });
  const poll = setInterval(() => {
    if (!isLive.peek() && document.visibilityState === 'visible') look();
  }, 3000);
  return () => {
    stop();
    clearInterval(poll);
    clearTimeout(timer);
  };
}
