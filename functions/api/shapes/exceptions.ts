import type { Shape } from '../contract.ts';

/** Where a service is known not to enforce its own model; `shape` replaces the shape's limits, `reason` says who relies on it. */
interface Exception {
  service: string;
  shape: string;
  limits: Pick<Shape, 'min' | 'max'>;
  reason: string;
}

const exceptions: Exception[] = [
  {
    service: 'ssm',
    shape: 'AutomationParameterValue',
    limits: {},
    reason:
      'AWS solutions pass JSON of many kilobytes and empty strings as runbook parameters; the model says 1 to 512.',
  },
];

/** The shape with the limits that the service really enforces. */
export function enforced(service: string, name: string, shape: Shape): Shape {
  const exception = exceptions.find((one) => one.service === service && one.shape === name);
  if (!exception) return shape;
  const limited = { ...shape };
  delete limited.min;
  delete limited.max;
  return { ...limited, ...exception.limits };
}
