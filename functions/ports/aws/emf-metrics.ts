import type { Clock } from '../clock.ts';
import type { Metrics } from '../metrics.ts';

/**
 * Metrics of CloudWatch, namespace Quaymaster, as lines of the function's log in the embedded metric format.
 * Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export const emfMetrics = (clock: Clock, write: (line: string) => void = console.log): Metrics => ({
  count: (name) => {
    const CloudWatchMetrics = [{ Namespace: 'Quaymaster', Dimensions: [[]], Metrics: [{ Name: name, Unit: 'Count' }] }];
    write(JSON.stringify({ _aws: { Timestamp: clock.now(), CloudWatchMetrics }, [name]: 1 }));
  },
});
