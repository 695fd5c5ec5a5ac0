import { to } from '../../router.ts';
import { addressOf } from '../proton/named.ts';

/** What an ARN starts, with the way to it. */
export const Started = ({ arn }: { arn: string }) => {
  const runbook = /:automation-definition\/([^:]+)/.exec(arn)?.[1];
  const [, service, instance] = /:service\/([^/]+)\/service-instance\/(.+)$/.exec(arn) ?? [];
  const pipeline = /:service\/([^/]+)\/pipeline(?:\/|$)/.exec(arn)?.[1];
  const environment = /:environment\/(.+)$/.exec(arn)?.[1];
  if (runbook) return <a href={to('runbooks', runbook)}>Runbook {runbook}</a>;
  if (service && instance)
    return <a href={addressOf({ kind: 'instance', service, instance })}>{`Deployment of ${service} / ${instance}`}</a>;
  if (pipeline) return <a href={addressOf({ kind: 'pipeline', service: pipeline })}>Pipeline of {pipeline}</a>;
  if (environment) return <a href={addressOf({ kind: 'environment', environment })}>Deployment of {environment}</a>;
  return <code>{arn}</code>;
};
