import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { ContentFormat } from '../../../../functions/ssm/documents/content.ts';

const folder = new URL('../../../../../shared/cases/runbooks/', import.meta.url);

/** Public runbooks, where the folder of shared cases is there. */
export function sharedRunbooks(): { file: string; content: string; format: ContentFormat }[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((file) => /\.(json|yaml)$/.test(file));
  return files.map((file) => ({
    file,
    content: readFileSync(new URL(encodeURIComponent(file), folder), 'utf8'),
    format: file.endsWith('.json') ? 'JSON' : 'YAML',
  }));
}

/** A runbook as JSON: what is given stands in the place of what every runbook here has. */
export const runbook = (members: object = {}): string =>
  JSON.stringify({ schemaVersion: '0.3', mainSteps: [step('First')], ...members });

/** A step that waits, unless more is said. */
export const step = (name: string, members: object = {}) => ({ name, action: 'aws:pause', inputs: {}, ...members });
