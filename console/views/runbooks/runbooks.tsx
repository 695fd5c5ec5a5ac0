import type { DocumentIdentifier } from '@aws-sdk/client-ssm';
import { Empty, Problem, Waiting } from '../../parts/notice.tsx';
import { Page } from '../../parts/page.tsx';
import { Ago } from '../../parts/time.tsx';
import { adjust, place, to, withQuery } from '../../router.ts';
import { useLoaded } from '../../use-loaded.ts';
import type { ViewOf } from '../../view.tsx';
import { Search } from '../../parts/search.tsx';
import { Runbook } from './runbook.tsx';
import { Start } from './start.tsx';

/** `/runbooks`: all; `/runbooks/NAME`: one of them; `/runbooks/NAME/start`: its form. */
export const Runbooks: ViewOf = ({ path: [name, what] }) => {
  if (name === undefined) return <List />;
  return what === 'start' ? <Start key={name} name={name} /> : <Runbook key={name} name={name} />;
};

async function load(text: string): Promise<DocumentIdentifier[]> {
  const { listDocuments } = await import('../../clients/ssm.ts');
  const Filters = [
    { Key: 'DocumentType', Values: ['Automation'] },
    { Key: 'Owner', Values: ['Self'] },
    ...(text ? [{ Key: 'SearchKeyword', Values: [text] }] : []),
  ];
  const found: DocumentIdentifier[] = [];
  let next: string | undefined;
  do {
    const page = await listDocuments({ Filters, MaxResults: 50, NextToken: next });
    found.push(...(page.DocumentIdentifiers ?? []));
    next = page.NextToken;
  } while (next !== undefined);
  return found;
}

const List = () => {
  const text = place.value.query.get('q') ?? '';
  const { value, problem, reload } = useLoaded({
    key: text,
    load: () => load(text),
    concerns: ({ topic }) => topic === 'document',
    every: 15_000,
  });
  return (
    <Page title="Runbooks">
      <div class="toolbar">
        <Search
          label="Search runbooks"
          hint="Part of a name"
          text={text}
          search={(q) => adjust(withQuery(to('runbooks'), { q }))}
        />
      </div>
      {problem && <Problem text={problem} retry={reload} />}
      {!value && !problem && <Waiting lines={8} />}
      {value?.length === 0 && <None isFiltered={text !== ''} />}
      {value && value.length > 0 && <Table documents={value} />}
    </Page>
  );
};

const Table = ({ documents }: { documents: DocumentIdentifier[] }) => (
  <ul class="table list" aria-label="Runbooks">
    {documents.map(({ Name = '', DocumentVersion, CreatedDate, DisplayName }) => (
      <li key={Name} class="list-row">
        <div class="list-main">
          <a class="row-link" href={to('runbooks', Name)}>
            {Name}
          </a>
          <span class="faint">
            {DisplayName ? `${DisplayName} · ` : ''}version {DocumentVersion} · <Ago at={CreatedDate} />
          </span>
        </div>
        <a class="button is-small above" href={to('runbooks', Name, 'start')} aria-label={`Start ${Name}`}>
          Start
        </a>
      </li>
    ))}
  </ul>
);

const None = ({ isFiltered }: { isFiltered: boolean }) =>
  isFiltered ? (
    <Empty icon="search" title="No runbook has this in its name" />
  ) : (
    <Empty icon="runbook" title="No runbooks yet">
      <p>A runbook is a file of steps. In the shell of the server:</p>
      <code class="command">npx quaymaster run examples/hello.yaml</code>
    </Empty>
  );
