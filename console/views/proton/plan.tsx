import type { Preview } from '../../../functions/proton/previews/answer.ts';
import { useEffect, useState } from 'preact/hooks';
import { problemOf } from '../../clients/problem.ts';
import { Problem, Waiting } from '../../parts/notice.tsx';
import { Page } from '../../parts/page.tsx';
import { toast } from '../../parts/toast.tsx';
import { go, place, to } from '../../router.ts';
import { useLoaded } from '../../use-loaded.ts';
import { deploy, isSame, loadNow, loadPlan, type Now, type Updatable, type Wanted } from './load-plan.ts';
import { addressOf, titleOf } from './named.ts';
import { PlanForm } from './plan-form.tsx';
import { PlanResult } from './plan-result.tsx';

/** `…/plan?version=1.1`: what another version of the template, or another spec, would change; and the way to deploy it. */
export const PlanPage = ({ named }: { named: Updatable }) => {
  const { value, problem, reload } = useLoaded({ key: addressOf(named), load: () => loadNow(named) });
  return (
    <Page
      title={`Plan an update of ${titleOf(named)}`}
      crumbs={[
        { name: 'Proton', to: to('proton') },
        { name: titleOf(named), to: addressOf(named) },
      ]}
    >
      {problem && <Problem text={problem} retry={reload} />}
      {!value && !problem && <Waiting lines={8} />}
      {value && <Body named={named} now={value} />}
    </Page>
  );
};

/** A plan with what it is the plan of. */
interface Made {
  wanted: Wanted;
  plan: Preview;
}

interface State {
  made?: Made;
  isBusy: boolean;
  problem: string;
}

/** Makes plans, and carries out the one that is shown, if it would still do what it says. */
function usePlan(named: Updatable, now: Now) {
  const [state, setState] = useState<State>({ isBusy: false, problem: '' });
  const make = (wanted: Wanted) => {
    setState((before) => ({ ...before, isBusy: true, problem: '' }));
    loadPlan(named, now, wanted).then(
      (plan) => setState({ made: { wanted, plan }, isBusy: false, problem: '' }),
      (error: unknown) => setState({ isBusy: false, problem: problemOf(error) }),
    );
  };
  const carryOut = async ({ wanted, plan }: Made) => {
    const again = await loadPlan(named, now, wanted);
    if (!isSame(plan, again)) {
      setState({ made: { wanted, plan: again }, isBusy: false, problem: '' });
      throw new Error('Meanwhile something else was deployed. Look at what would change now.');
    }
    await deploy(named, now, wanted);
    toast(`${titleOf(named)} is being deployed`);
    go(addressOf(named));
  };
  return { ...state, make, carryOut };
}

const Body = ({ named, now }: { named: Updatable; now: Now }) => {
  const asked = place.value.query.get('version');
  const version = now.versions.some(({ name }) => name === asked) && asked !== null ? asked : now.version;
  const [wanted, setWanted] = useState<Wanted>({ version, spec: now.spec });
  const { made, isBusy, problem, make, carryOut } = usePlan(named, now);
  useEffect(() => {
    if (version !== now.version) make(wanted);
  }, []);
  const isShown = made?.wanted.version === wanted.version && made.wanted.spec === wanted.spec;
  return (
    <div class="plan">
      <PlanForm now={now} wanted={wanted} set={setWanted} isBusy={isBusy} isShown={isShown} make={() => make(wanted)} />
      {problem && <Problem text={problem} />}
      {made && (
        <PlanResult
          title={titleOf(named)}
          now={now}
          wanted={made.wanted}
          plan={made.plan}
          isStale={!isShown}
          carryOut={() => carryOut(made)}
        />
      )}
    </div>
  );
};
