import { Status } from '../../parts/status.tsx';
import { Ago, Took } from '../../parts/time.tsx';
import { to } from '../../router.ts';
import { nameOf, shortId } from '../../words.ts';
import type { Row } from './pages.ts';
import { VirtualList } from './virtual-list.tsx';

const columns = ['Status', 'Runbook', 'At step', 'Started by', 'Started', 'Took'];

/** Runs as rows, each of which is a link as a whole. */
export const RunsTable = ({ rows, isWhole, more }: { rows: Row[]; isWhole: boolean; more: () => void }) => (
  <div class="table runs-table" role="table" aria-label="Runs" aria-rowcount={isWhole ? rows.length + 1 : -1}>
    <div role="rowgroup">
      <div class="row is-head" role="row">
        {columns.map((column) => (
          <span key={column} role="columnheader">
            {column}
          </span>
        ))}
      </div>
    </div>
    <VirtualList
      items={rows}
      height={52}
      more={more}
      row={(row, place) => <RunRow key={row.AutomationExecutionId} row={row} place={place} />}
    />
  </div>
);

const RunRow = ({ row, place }: { row: Row; place: number }) => {
  const { AutomationExecutionId: id = '', DocumentName, DocumentVersion, CurrentStepName, ExecutedBy } = row;
  return (
    <div class="row" role="row" aria-rowindex={place + 2}>
      <span role="cell">
        <Status value={row.AutomationExecutionStatus} />
      </span>
      <span role="cell" class="main-cell">
        <a class="row-link" href={to('runs', id)}>
          {DocumentName}
        </a>
        <span class="faint number">
          v{DocumentVersion} · {shortId(id)}
        </span>
      </span>
      <span role="cell" class="at-step">
        {CurrentStepName ?? ''}
      </span>
      <span role="cell" class="by" title={ExecutedBy}>
        {nameOf(ExecutedBy)}
      </span>
      <span role="cell" class="faint">
        <Ago at={row.ExecutionStartTime} />
      </span>
      <span role="cell">
        <Took from={row.ExecutionStartTime} to={row.ExecutionEndTime} />
      </span>
    </div>
  );
};
